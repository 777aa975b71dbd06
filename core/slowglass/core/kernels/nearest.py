"""The pixel nearest to the heaviest sample, taken whole, whatever its bytes mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows, pixel
from slowglass.core.kernels.places import below, inside, position

Array = Any


def take_nearest(
    left: Array, right: Array, sides: Sequence[int], flow: Array, weight: Array, zeros: bool
) -> Array:
    """Return the pixels that the heaviest samples are nearest to.

    Args:
        left: (H, W, bytes) uint8, the bytes of each pixel.
        right: like ``left``.
        sides: for each sample 0 for ``left`` or 1 for ``right``.
        flow: (K, 2, H, W) float32.
        weight: (K, H, W) float32; of equal ones the first counts.
        zeros: whether nothing lies outside a picture, else its edge goes on.
    """
    pictures = np.stack([left, right])
    if pictures.shape[3] % 4 == 0:
        pictures = pictures.view(np.uint32)
    made = np.zeros((*flow.shape[2:], pictures.shape[3]), pictures.dtype)
    field = np.array(sides, np.uint8), flow, weight
    over_rows(_nearest_rows, len(made), pictures, *field, zeros, made)
    return made.view(np.uint8)


@pixel
def take_pixel(
    pictures: Array,
    sides: Array,
    flow: Array,
    weight: Array,
    zeros: bool,
    made: Array,
    y: int,
    x: int,
) -> None:
    """Take one pixel; arguments are those of `take_nearest`, both pictures in one array."""
    best = 0
    for k in range(1, flow.shape[0]):
        if weight[k, y, x] > weight[best, y, x]:
            best = k
    height, width = pictures.shape[1], pictures.shape[2]
    half = np.float32(0.5)
    row = below(position(y, flow[best, 1, y, x], 0, height) + half)
    column = below(position(x, flow[best, 0, y, x], 0, width) + half)
    if zeros and (row < 0 or column < 0 or row >= height or column >= width):
        return
    side = sides[best]
    at_y, at_x = inside(row, height), inside(column, width)
    for k in range(pictures.shape[3]):
        made[y, x, k] = pictures[side, at_y, at_x, k]


@loop
def _nearest_rows(
    pictures: Array,
    sides: Array,
    flow: Array,
    weight: Array,
    zeros: bool,
    made: Array,
    top: int,
    bottom: int,
) -> None:
    for y in range(top, bottom):
        for x in range(flow.shape[3]):
            take_pixel(pictures, sides, flow, weight, zeros, made, y, x)
