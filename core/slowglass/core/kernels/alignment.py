"""How two pictures differ where flows lead, and which way that difference would fall."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows, pixel
from slowglass.core.kernels.places import inside, position
from slowglass.core.kernels.trust import linear
from slowglass.core.kernels.window import window_mean

Array = Any
MISMATCH, XX, XY, YY, XD, YD = range(6)


def alignment_sums(
    pictures: tuple[Array, Array], flows: tuple[Array, Array], tolerated: float, radius: int
) -> Array:
    """Return (6, H, W): mismatch and products of slopes and differences, each over a window."""
    channels, (height, width) = len(pictures[0]), flows[0].shape[1:]
    mean = np.empty((channels, height, width), np.float32)
    difference, sums = np.empty_like(mean), np.empty((6, height, width), np.float32)
    over_rows(_seen_rows, height, *pictures, *flows, mean, difference)
    over_rows(_product_rows, height, mean, difference, np.float32(tolerated), sums)
    for _ in range(2):
        sums = window_mean(sums, radius)
    return sums


@pixel
def seen_pixel(
    left: Array,
    right: Array,
    to_left: Array,
    to_right: Array,
    mean: Array,
    difference: Array,
    y: int,
    x: int,
) -> None:
    """Sample both sides: their mean, and by how much the right one is brighter."""
    height, width = left.shape[1], left.shape[2]
    at_left, parts_left = _corners(to_left, height, width, y, x)
    at_right, parts_right = _corners(to_right, height, width, y, x)
    for c in range(left.shape[0]):
        one = linear(left, c, at_left, parts_left)
        other = linear(right, c, at_right, parts_right)
        mean[c, y, x] = (one + other) * np.float32(0.5)
        difference[c, y, x] = other - one


@pixel
def product_pixel(
    mean: Array, difference: Array, tolerated: Any, sums: Array, y: int, x: int
) -> None:
    """Write mismatch and products of a pixel; what differs much counts little."""
    height, width = mean.shape[1], mean.shape[2]
    half, squares, mismatch = np.float32(0.5), np.float32(0), np.float32(0)
    xx = xy = yy = xd = yd = np.float32(0)
    for c in range(mean.shape[0]):
        along = down = np.float32(0)
        if 0 < x < width - 1:
            along = (mean[c, y, x + 1] - mean[c, y, x - 1]) * half
        if 0 < y < height - 1:
            down = (mean[c, y + 1, x] - mean[c, y - 1, x]) * half
        away = difference[c, y, x]
        mismatch += abs(away)
        squares += away * away
        xx += along * along
        xy += along * down
        yy += down * down
        xd += along * away
        yd += down * away
    count = np.float32(mean.shape[0])
    trust = np.float32(1) / (np.sqrt(squares / count) + tolerated)
    sums[MISMATCH, y, x] = mismatch / count
    sums[XX, y, x], sums[XY, y, x], sums[YY, y, x] = xx * trust, xy * trust, yy * trust
    sums[XD, y, x], sums[YD, y, x] = xd * trust, yd * trust


@pixel
def _corners(flow: Array, height: int, width: int, y: int, x: int) -> Any:
    """Return the pixels around where a flow leads, and how far it is beyond the first."""
    to_x, to_y = position(x, flow[0, y, x], 0, width), position(y, flow[1, y, x], 0, height)
    column, row = np.floor(to_x), np.floor(to_y)
    left, right = inside(int(column), width), inside(int(column) + 1, width)
    top, bottom = inside(int(row), height), inside(int(row) + 1, height)
    return (left, right, top, bottom), (to_x - column, to_y - row)


@loop
def _seen_rows(
    left: Array,
    right: Array,
    to_left: Array,
    to_right: Array,
    mean: Array,
    difference: Array,
    top: int,
    bottom: int,
) -> None:
    for y in range(top, bottom):
        for x in range(left.shape[2]):
            seen_pixel(left, right, to_left, to_right, mean, difference, y, x)


@loop
def _product_rows(
    mean: Array, difference: Array, tolerated: Any, sums: Array, top: int, bottom: int
) -> None:
    for y in range(top, bottom):
        for x in range(mean.shape[2]):
            product_pixel(mean, difference, tolerated, sums, y, x)
