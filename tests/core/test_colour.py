"""Curves and proxies."""

from __future__ import annotations

import math

import pytest
import torch

from slowglass.core.colour import exposure_power, linear_proxy, linear_to_srgb, srgb_to_linear
from tests.tolerances import FLOAT32_ROUNDING


def test_known_points_of_the_srgb_curve() -> None:
    codes = srgb_to_linear(torch.tensor([0.0, 0.04045, 0.5, 1.0]))
    expected = torch.tensor([0.0, 0.0031308, 0.2140411, 1.0])
    torch.testing.assert_close(codes, expected, rtol=1e-5, atol=1e-6)


def test_the_curve_and_its_inverse_meet_over_range_and_below_zero() -> None:
    light = torch.tensor([-3.0, -0.001, 0.0, 0.002, 0.18, 1.0, 12.0])
    torch.testing.assert_close(srgb_to_linear(linear_to_srgb(light)), light, **FLOAT32_ROUNDING)


@pytest.mark.parametrize("stops", range(-8, 21, 4))
def test_a_brighter_source_has_the_same_proxy_to_the_last_bit(stops: int) -> None:
    generator = torch.Generator().manual_seed(5)
    left, right = torch.randn(2, 1, 3, 64, 64, generator=generator).exp().unbind(0)
    scale = math.ldexp(1.0, stops)
    power = exposure_power(left, right)
    scaled_power = exposure_power(left * scale, right * scale)
    assert scaled_power == power - stops
    assert torch.equal(linear_proxy(left, power), linear_proxy(left * scale, scaled_power))


def test_a_proxy_stays_in_range_whatever_comes() -> None:
    light = torch.tensor([[[[-1e30, -1.0, 0.0, 0.18, 1e30, math.inf, -math.inf, math.nan]]]])
    proxy = linear_proxy(light, 0)
    assert torch.isfinite(proxy).all()
    assert proxy.min() >= 0
    assert proxy.max() <= 1


def test_highlights_stay_apart_instead_of_clipping() -> None:
    proxy = linear_proxy(torch.tensor([1.0, 4.0, 16.0, 64.0]), 0)
    assert (proxy.diff() > 0.01).all()


def test_black_pairs_have_no_exposure() -> None:
    black = torch.zeros(1, 3, 32, 32)
    assert exposure_power(black, black) == 0
