"""The pixel nearest to the heaviest sample, taken whole, whatever its bytes mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.places import below, inside, position

Array = Any


def take_nearest(pictures: Array, field: Field, zeros: bool) -> Array:
    """Return the pixels (H, W, bytes) that the heaviest samples are nearest to.

    Args:
        pictures: (2, H, W, bytes) uint8, the bytes of each pixel of the left and the right one.
        field: where samples come from; of equal weights the first counts.
        zeros: whether nothing lies outside a picture, else its edge goes on.
    """
    if pictures.shape[3] % 4 == 0:
        pictures = pictures.view(np.uint32)
    made = np.zeros(pictures.shape[1:], pictures.dtype)
    over_field(take_pixel, pictures.shape[1:3], field, (pictures,), (zeros, made))
    return made.view(np.uint8)


@pixel
def take_pixel(
    pictures: Array,
    sides: Array,
    flow: Array,
    weight: Array,
    zeros: bool,
    made: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Take one pixel; ``line`` is the row of flow and weight that is meant."""
    best = 0
    for k in range(1, flow.shape[0]):
        if weight[k, line, x] > weight[best, line, x]:
            best = k
    height, width = pictures.shape[1], pictures.shape[2]
    half = np.float32(0.5)
    row = below(position(y, flow[best, 1, line, x], 0, height) + half)
    column = below(position(x, flow[best, 0, line, x], 0, width) + half)
    if zeros and (row < 0 or column < 0 or row >= height or column >= width):
        return
    side = sides[best]
    at_y, at_x = inside(row, height), inside(column, width)
    for k in range(pictures.shape[3]):
        made[y, x, k] = pictures[side, at_y, at_x, k]
