"""What samples of a field find in planes, and by how much two of them differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.motion.trust import box_mean, linear
from slowglass.core.kernels.places import inside, least, most

Array = Any


def look_up(planes: Array, sides: Sequence[int], flow: Array) -> Array:
    """Return (K, H, W) float32, what each sample finds in the plane of its side, linearly.

    Args:
        planes: (2, H, W) float32, left and right; their edges go on.
        sides: for each sample 0 for the left one or 1 for the right.
        flow: (K, 2, H, W) float32, pixels.
    """
    found = np.empty((len(sides), *flow.shape[2:]), np.float32)
    over_pixels(look_up_pixel, *flow.shape[2:], planes, np.array(sides, np.uint8), flow, found)
    return found


def mismatch(left: Array, right: Array, to_left: Array, to_right: Array) -> Array:
    """Return (H, W) float32, the mean difference of what two samples find around each pixel.

    Args:
        left: (C, H, W) float32; its edges go on.
        right: like ``left``.
        to_left: (2, H, W) float32, pixels.
        to_right: like ``to_left``.
    """
    apart, made = np.empty_like(to_left[0]), np.empty_like(to_left[0])
    over_pixels(apart_pixel, *apart.shape, left, right, to_left, to_right, apart)
    over_pixels(around_pixel, *apart.shape, apart, made)
    return made


@pixel
def look_up_pixel(planes: Array, sides: Array, flow: Array, found: Array, y: int, x: int) -> None:
    """Look up all samples of a pixel."""
    for k in range(flow.shape[0]):
        to_x, to_y = flow[k, 0, y, x], flow[k, 1, y, x]
        corners, parts = found_at(to_x, to_y, flow.shape[2], flow.shape[3], y, x)
        found[k, y, x] = linear(planes, sides[k], corners, parts)


@pixel
def apart_pixel(
    left: Array, right: Array, to_left: Array, to_right: Array, apart: Array, y: int, x: int
) -> None:
    """Note the mean difference of the two samples of a pixel over their channels."""
    height, width = apart.shape
    one, one_parts = found_at(to_left[0, y, x], to_left[1, y, x], height, width, y, x)
    other, other_parts = found_at(to_right[0, y, x], to_right[1, y, x], height, width, y, x)
    total = np.float32(0)
    for c in range(left.shape[0]):
        total += abs(linear(left, c, one, one_parts) - linear(right, c, other, other_parts))
    apart[y, x] = total / np.float32(left.shape[0])


@pixel
def around_pixel(apart: Array, made: Array, y: int, x: int) -> None:
    """Write the mean around a pixel."""
    made[y, x] = box_mean(apart, y, x)


@pixel
def found_at(across: Any, down: Any, height: int, width: int, y: int, x: int) -> Any:
    """Return the corners and parts, as `linear` takes them, of where a flow leads."""
    to_x = most(least(np.float32(x) + across, np.float32(width - 1)), np.float32(0))
    to_y = most(least(np.float32(y) + down, np.float32(height - 1)), np.float32(0))
    column, row = int(to_x), int(to_y)
    x0, x1 = inside(column, width), inside(column + 1, width)
    y0, y1 = inside(row, height), inside(row + 1, height)
    return (x0, x1, y0, y1), (to_x - np.float32(column), to_y - np.float32(row))
