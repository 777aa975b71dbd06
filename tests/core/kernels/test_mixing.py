"""Mixing compiled: what torch computes, and as exact."""

from __future__ import annotations

import math
from typing import get_args

import pytest
import torch
from torch import Tensor

from slowglass.core.composition import sampling
from slowglass.core.composition.sampling import Sampling, compose, compose_by_torch
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.warp import Border
from tests.tolerances import FLOAT32_ROUNDING, HALF_ROUNDING

HEIGHT, WIDTH = 33, 41
SAMPLINGS = get_args(Sampling)
BORDERS = get_args(Border)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def pictures(channels: int = 5) -> tuple[Tensor, Tensor]:
    left, right = torch.rand(2, 1, channels, HEIGHT, WIDTH, generator=seeded(1)) * 3 - 1
    return left, right


def field(border: Border = "clamp", batch: int = 1, whole: bool = False) -> WarpField:
    """Four samples that lead to everywhere, also beyond the edges; some have no weight."""
    flow = torch.randn(batch, 4, 2, HEIGHT, WIDTH, generator=seeded(2)) * 6
    weight = (torch.rand(batch, 4, HEIGHT, WIDTH, generator=seeded(3)) - 0.2).clamp_min(0)
    weight[:, 0] += 0.1
    return WarpField(
        (LEFT, RIGHT, LEFT, RIGHT),
        flow.round() if whole else flow,
        weight / weight.sum(1, keepdim=True),
        border,
    )


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("how", SAMPLINGS)
def test_it_is_what_torch_computes(how: Sampling, border: Border) -> None:
    warp = field(border, batch=2)
    made = compose(*pictures(), warp, how)
    torch.testing.assert_close(made, compose_by_torch(*pictures(), warp, how), **FLOAT32_ROUNDING)


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("how", ["cubic", "linear"])
def test_what_is_not_finite_stays_where_torch_has_it(how: Sampling, border: Border) -> None:
    left, right = pictures()
    left[0, 1, 8:20, 9:30] = math.nan
    left[0, 1, 12:16, 20:26] = 0.5
    right[0, 1, 5, 5] = math.inf
    right[0, 4, 25, 4:-4] = -math.inf
    # Not at the edge: torch does not see that a cubic reaches from outside to there.
    left[0, 4, 4:-4, 4:-4], right[0, 4, 10:20, 4:-4] = math.nan, math.nan
    made = compose(left, right, field(border), how)
    expected = compose_by_torch(left, right, field(border), how)
    torch.testing.assert_close(made, expected, equal_nan=True, **FLOAT32_ROUNDING)
    assert bool(made[0, 1, 12:16].isfinite().any() and made[0, 4].isnan().any())


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("how", ["cubic", "linear"])
def test_whole_pixels_are_moved_to_the_bit(how: Sampling, border: Border) -> None:
    one = field(border, whole=True)
    alone = WarpField((LEFT,), one.flow[:, :1], torch.ones(1, 1, HEIGHT, WIDTH), border)
    assert torch.equal(
        compose(*pictures(), alone, how), compose_by_torch(*pictures(), alone, "nearest")
    )


@pytest.mark.parametrize("how", SAMPLINGS)
def test_equal_samples_stay_equal_to_the_bit(how: Sampling) -> None:
    flat = torch.full((1, 2, HEIGHT, WIDTH), 0.1)
    flat[:, 1] = 12345.678
    assert torch.equal(compose(flat, flat.clone(), field(), how), flat)
    still = field()
    still.flow.zero_()
    left, _ = pictures()
    assert torch.equal(compose(left, left.clone(), still, how), left)


@pytest.mark.parametrize("how", SAMPLINGS)
def test_threads_and_rows_give_the_whole_to_the_bit(how: Sampling) -> None:
    left, right = pictures()
    threads, wholes = torch.get_num_threads(), []
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            wholes.append(compose(left, right, field(), how))
    finally:
        torch.set_num_threads(threads)
    assert torch.equal(*wholes)


@pytest.mark.parametrize("how", SAMPLINGS)
def test_torch_in_strips_gives_the_whole_to_the_bit(
    how: Sampling, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = compose_by_torch(*pictures(), field(), how)
    monkeypatch.setattr(sampling, "STRIP_SAMPLES", WIDTH * 5 * 7)
    assert torch.equal(compose_by_torch(*pictures(), field(), how), whole)


@pytest.mark.parametrize("how", SAMPLINGS)
def test_channels_do_not_depend_on_each_other(how: Sampling) -> None:
    left, right = pictures(6)
    whole = compose(left, right, field(), how)
    for channel in range(6):
        alone = slice(channel, channel + 1)
        assert torch.equal(compose(left[:, alone], right[:, alone], field(), how), whole[:, alone])


@pytest.mark.parametrize("power", [-8, 20])
@pytest.mark.parametrize("how", ["cubic", "linear"])
def test_a_power_of_two_scales_the_result_exactly(how: Sampling, power: int) -> None:
    left, right = pictures()
    scale = math.ldexp(1.0, power)
    scaled = compose(left * scale, right * scale, field(), how)
    assert torch.equal(scaled, compose(left, right, field(), how) * scale)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_mixed_in_single(dtype: torch.dtype) -> None:
    left, right = (picture.to(dtype) for picture in pictures())
    made = compose(left, right, field())
    assert made.dtype == dtype
    assert torch.equal(made, compose(left.float(), right.float(), field()).to(dtype))


def test_half_precision_is_near_what_torch_gives_for_it() -> None:
    left, right = (picture.half() + 2 for picture in pictures())
    made, expected = (one(left, right, field(), "linear") for one in (compose, compose_by_torch))
    torch.testing.assert_close(made.float() / 2, expected.float() / 2, **HALF_ROUNDING)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int16, torch.int32, torch.float64])
def test_nearest_keeps_the_bits_of_every_type(dtype: torch.dtype) -> None:
    left, right = ((picture * 100).to(dtype) for picture in pictures(1))
    made = compose(left, right, field(), "nearest")
    assert made.dtype == dtype
    assert torch.equal(made, compose_by_torch(left, right, field(), "nearest"))
