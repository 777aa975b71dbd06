"""How far a made frame is from the true one.

All metrics take two pictures (B, C, H, W) in 0..1 and return one number for each of the batch.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.errors import ShapeError

SSIM_WINDOW = 11
SSIM_SIGMA = 1.5
SSIM_STABILISERS = (0.01**2, 0.03**2)
SMALLEST_SLOPE = 1e-6
SMALLEST_SQUARED_ERROR = 1e-12
"""Equal pictures get 120 dB, not infinity: means and JSON need a number."""


def to_8_bit(picture: Tensor) -> Tensor:
    """Return 0..1 clipped and rounded to the 256 steps that a display shows."""
    return (picture.clamp(0, 1) * 255).round() / 255


def psnr(made: Tensor, truth: Tensor) -> Tensor:
    """Return the peak signal-to-noise ratio (B,) in dB, peak 1, over all channels."""
    return -10 * _squared_error(made, truth).clamp_min(SMALLEST_SQUARED_ERROR).log10()


def psnr_8_bit(made: Tensor, truth: Tensor) -> Tensor:
    """Return `psnr` (B,) in dB of what a display of 8 bits shows."""
    return psnr(to_8_bit(made), to_8_bit(truth))


def interpolation_error(made: Tensor, truth: Tensor) -> Tensor:
    """Return the root-mean-square difference (B,) in steps of 1/255, over all channels.

    Source: Baker, Scharstein, Lewis, Roth, Black, Szeliski, "A Database and Evaluation Methodology
    for Optical Flow", IJCV 2011, section 4.2 (theirs sums over colours, this one takes their mean).
    """
    return 255 * _squared_error(made, truth).sqrt()


def sharpness(made: Tensor, truth: Tensor) -> Tensor:
    """Return the mean slope of a picture (B,) over that of the true one, as a display shows both.

    1 is as sharp as the truth; a mean of two ghosts is below.
    """
    require_same_shape(made, truth)
    return _slope(to_8_bit(made)) / _slope(to_8_bit(truth))


def ssim(made: Tensor, truth: Tensor) -> Tensor:
    """Return the mean structural similarity (B,) of luma, at most 1.

    RGB becomes BT.601 luma; windows that reach over the edge are left out.

    Raises:
        ShapeError: the pictures differ in size, or are smaller than the window.

    Source: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to
    Structural Similarity", IEEE TIP 2004, section III.C: Gaussian 11 x 11, sigma 1.5.
    """
    require_same_shape(made, truth)
    if min(made.shape[-2:]) < SSIM_WINDOW:
        raise ShapeError(f"expected at least {SSIM_WINDOW} pixels a side, got {made.shape}")
    x, y = luma(made), luma(truth)
    mean_x, mean_y = _windowed_mean(x), _windowed_mean(y)
    variance_x = _windowed_mean(x * x) - mean_x * mean_x
    variance_y = _windowed_mean(y * y) - mean_y * mean_y
    covariance = _windowed_mean(x * y) - mean_x * mean_y
    first, second = SSIM_STABILISERS
    likeness = (2 * mean_x * mean_y + first) * (2 * covariance + second)
    size = (mean_x**2 + mean_y**2 + first) * (variance_x + variance_y + second)
    return (likeness / size).mean((1, 2, 3))


def luma(picture: Tensor) -> Tensor:
    """Return (B, 1, H, W) from (B, 3, H, W) RGB.

    Source: ITU-R BT.601, section 2.5.1, as customary for SSIM.
    """
    weight = picture.new_tensor([0.299, 0.587, 0.114])
    return (picture * weight[:, None, None]).sum(1, keepdim=True)


def _slope(picture: Tensor) -> Tensor:
    """Return the mean difference (B,) of neighbours across and down; never quite 0."""
    across = (picture[..., 1:] - picture[..., :-1]).abs().mean((1, 2, 3))
    down = (picture[..., 1:, :] - picture[..., :-1, :]).abs().mean((1, 2, 3))
    return (across + down).clamp_min(SMALLEST_SLOPE)


def _windowed_mean(plane: Tensor) -> Tensor:
    """Return the Gaussian mean (B, 1, H - 10, W - 10) around each pixel."""
    offset = torch.arange(SSIM_WINDOW, dtype=plane.dtype, device=plane.device) - SSIM_WINDOW // 2
    gauss = torch.exp(-(offset**2) / (2 * SSIM_SIGMA**2))
    gauss = gauss / gauss.sum()
    across = functional.conv2d(plane, gauss.view(1, 1, 1, -1))
    return functional.conv2d(across, gauss.view(1, 1, -1, 1))


def _squared_error(made: Tensor, truth: Tensor) -> Tensor:
    """Return the mean squared difference (B,)."""
    require_same_shape(made, truth)
    return (made - truth).square().mean((1, 2, 3))


def require_same_shape(made: Tensor, truth: Tensor) -> None:
    """Refuse pictures that would be broadcast."""
    if made.shape != truth.shape:
        raise ShapeError(f"expected two pictures of one shape, got {made.shape} and {truth.shape}")
