"""Metrics against values worked out by hand."""

from __future__ import annotations

import math

import pytest
import torch

from slowglass.core.errors import ShapeError
from slowglass.core.quality.metrics import (
    interpolation_error,
    psnr,
    psnr_8_bit,
    sharpness,
    ssim,
)


def test_psnr_of_a_constant_difference() -> None:
    made, truth = torch.full((2, 3, 8, 8), 0.6), torch.full((2, 3, 8, 8), 0.5)
    assert psnr(made, truth).tolist() == pytest.approx([20, 20], abs=1e-4)


def test_8_bit_psnr_does_not_see_what_a_display_does_not_show() -> None:
    truth = torch.full((1, 3, 8, 8), 100 / 255)
    assert psnr_8_bit(truth + 0.4 / 255, truth).item() == pytest.approx(120)
    step = psnr_8_bit(truth + 0.6 / 255, truth).item()
    assert step == pytest.approx(20 * math.log10(255), abs=1e-3)
    assert psnr_8_bit(torch.full((1, 3, 8, 8), 7.0), torch.ones(1, 3, 8, 8)).item() == (
        pytest.approx(120)
    )


def test_interpolation_error_is_root_mean_square_in_steps() -> None:
    truth = torch.zeros(1, 1, 1, 2)
    made = torch.tensor([[[[3.0, 4.0]]]]) / 255
    assert interpolation_error(made, truth).item() == pytest.approx(math.sqrt(12.5))


def test_ssim_of_equal_pictures_is_one() -> None:
    picture = torch.rand(2, 3, 16, 20, generator=torch.Generator().manual_seed(0))
    assert ssim(picture, picture).tolist() == pytest.approx([1, 1], abs=1e-5)


def test_ssim_of_constants_is_the_luminance_term() -> None:
    made, truth = torch.full((1, 3, 12, 12), 0.6), torch.full((1, 3, 12, 12), 0.4)
    expected = (2 * 0.24 + 1e-4) / (0.36 + 0.16 + 1e-4)
    # A float32 variance of a constant is not quite zero beside the stabiliser 0.03 squared.
    assert ssim(made, truth).item() == pytest.approx(expected, abs=1e-3)


def test_ssim_falls_when_structure_is_lost() -> None:
    picture = torch.rand(1, 3, 24, 24, generator=torch.Generator().manual_seed(1))
    flat = picture.mean((2, 3), keepdim=True).expand_as(picture)
    assert ssim(flat, picture).item() < 0.1


def test_sizes_must_agree() -> None:
    with pytest.raises(ShapeError, match="one shape"):
        psnr(torch.zeros(1, 3, 8, 8), torch.zeros(1, 1, 8, 8))
    with pytest.raises(ShapeError, match="at least 11"):
        ssim(torch.zeros(1, 3, 8, 8), torch.zeros(1, 3, 8, 8))


def test_sharpness_is_the_slope_over_the_true_one() -> None:
    truth = torch.zeros(1, 3, 16, 16)
    truth[..., 8:] = 200 / 255
    assert sharpness(truth, truth).item() == pytest.approx(1)
    assert sharpness(truth / 2, truth).item() == pytest.approx(0.5)
    noisy = truth + 0.1 * torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(1))
    assert sharpness(noisy, truth) > 1.2
    assert sharpness(torch.zeros(1, 3, 4, 4), torch.zeros(1, 3, 4, 4)).item() == 1
