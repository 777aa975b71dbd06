"""The smaller picture in which it is judged what stands and what moves."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from slowglass.core.warp import resize_plane

LARGEST_SIDE = 640
"""Longest side of the picture that is judged; larger ones are averaged down to it."""
FINEST = 4
"""Pixels that a mean reaches to each side, at least."""


def judged_size(height: int, width: int, largest_side: int = LARGEST_SIDE) -> tuple[int, int]:
    """Return the size of the picture that is judged."""
    scale = min(1.0, largest_side / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def mean_around(plane: Tensor, reach: int) -> Tensor:
    """Return the mean over a square of about ``2 * reach + 1``, nothing beyond the border.

    Large squares are taken from a smaller plane: their cost does not grow with their size.
    """
    step = max(1, reach // FINEST)
    small = functional.avg_pool2d(plane, step, ceil_mode=True, count_include_pad=False)
    around = functional.avg_pool2d(small, 2 * (reach // step) + 1, 1, reach // step)
    return resize_plane(around, *plane.shape[-2:]) if step > 1 else around
