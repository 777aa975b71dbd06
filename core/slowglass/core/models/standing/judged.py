"""The smaller picture in which it is judged what stands and what moves."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

LARGEST_SIDE = 640
"""Longest side of the picture that is judged; larger ones are averaged down to it."""


def judged_size(height: int, width: int) -> tuple[int, int]:
    """Return the size of the picture in which motion and drawing are judged."""
    scale = min(1.0, LARGEST_SIDE / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def mean_around(plane: Tensor, reach: int) -> Tensor:
    """Return the mean over a square of ``2 * reach + 1``."""
    return functional.avg_pool2d(plane, 2 * reach + 1, 1, reach, count_include_pad=True)
