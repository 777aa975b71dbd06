"""The finest octave of a picture, and how much of it there is where."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

TAPS = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
WINDOW_RADIUS = 8
"""Energy is a mean over 17 x 17 pixels: enough for steady noise, small beside objects."""
FLAT_RADIUS = 3


def low_band(planes: Tensor) -> Tensor:
    """Return (B, C, H, W) without its finest octave; the edge is repeated outside.

    Source: Burt, Adelson, "The Laplacian Pyramid as a Compact Image Code", IEEE Transactions on
    Communications 1983, section II (a = 3/8).
    """
    channels, reach = planes.shape[1], len(TAPS) // 2
    taps = planes.new_tensor(TAPS)
    across = taps.view(1, 1, 1, -1).expand(channels, -1, -1, -1)
    padded = functional.pad(planes, (reach,) * 4, mode="replicate")
    lines = functional.conv2d(padded, across, groups=channels)
    return functional.conv2d(lines, across.transpose(2, 3), groups=channels)


def high_band(planes: Tensor) -> Tensor:
    """Return the finest octave of (B, C, H, W): what `low_band` leaves out."""
    return planes - low_band(planes)


def high_band_response(size: int) -> Tensor:
    """Return how `high_band` passes each of ``size`` x ``size`` frequencies, in the FFT's order."""
    angle = torch.fft.fftfreq(size) * 2 * torch.pi
    low = TAPS[2] + 2 * TAPS[1] * torch.cos(angle) + 2 * TAPS[0] * torch.cos(2 * angle)
    return 1 - low[:, None] * low


def local_energy(finest: Tensor, radius: int = WINDOW_RADIUS) -> Tensor:
    """Return the mean square of the finest octave around each pixel, (B, C, H, W)."""
    return mean_around(finest.square(), radius)


def mean_around(planes: Tensor, radius: int = WINDOW_RADIUS) -> Tensor:
    """Return the mean of the square of pixels around each; the edge is repeated outside."""
    padded = functional.pad(planes, (radius,) * 4, mode="replicate")
    across = functional.avg_pool2d(padded, (1, 2 * radius + 1), 1)
    return functional.avg_pool2d(across, (2 * radius + 1, 1), 1)


def flattest_energy(finest: Tensor) -> Tensor:
    """Return the least `local_energy` of 7 x 7 pixels near each, (B, C, H, W).

    Beside an edge that is the energy of the plain surface: noise and nothing else.
    """
    size = 2 * WINDOW_RADIUS + 1
    small = local_energy(finest, FLAT_RADIUS)
    across = functional.max_pool2d(-small, (1, size), 1, (0, WINDOW_RADIUS))
    return -functional.max_pool2d(across, (size, 1), 1, (WINDOW_RADIUS, 0))
