"""How far both flows of a pair are to be trusted, as `core.models.flow` defines it."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.places import inside, least

Array = Any
_LEAST_TRUST = 1e-4


def trust_of(
    there: Array,
    back: Array,
    start: Array,
    end: Array,
    *,
    sharpness: tuple[float, float],
    largest_miss: float,
) -> Array:
    """Return (H, W) float32 near 1 where a flow finds the same colour and the way back.

    Args:
        there: (2, H, W) float32, from ``start`` to ``end``, pixels.
        back: (2, H, W), from ``end`` to ``start``.
        start: (C, H, W), in 0..1.
        end: like ``start``.
        sharpness: how fast trust falls with the difference, and with each pixel of miss.
        largest_miss: more pixels by which there and back misses the start count as so many.
    """
    height, width = there.shape[1:]
    found, made = np.empty((2, height, width), np.float32), np.empty((height, width), np.float32)
    size = height, width
    over_pixels(found_pixel, *size, there, back, start, end, np.float32(largest_miss), found)
    over_pixels(trust_pixel, *size, found, *map(np.float32, sharpness), made)
    return made


@pixel
def found_pixel(
    there: Array, back: Array, start: Array, end: Array, miss: Any, found: Array, y: int, x: int
) -> None:
    """Note the mean difference in colour at the end of a pixel's motion, and its miss."""
    height, width = there.shape[1], there.shape[2]
    to_x, to_y = np.float32(x) + there[0, y, x], np.float32(y) + there[1, y, x]
    to_x = np.float32(min(max(to_x, np.float32(-1)), np.float32(width)))
    to_y = np.float32(min(max(to_y, np.float32(-1)), np.float32(height)))
    column, row = np.floor(to_x), np.floor(to_y)
    x0, x1 = inside(int(column), width), inside(int(column) + 1, width)
    y0, y1 = inside(int(row), height), inside(int(row) + 1, height)
    corners = (x0, x1, y0, y1)
    parts = (to_x - column, to_y - row)
    total = np.float32(0)
    for c in range(start.shape[0]):
        total += abs(start[c, y, x] - linear(end, c, corners, parts))
    missed_x = there[0, y, x] + linear(back, 0, corners, parts)
    missed_y = there[1, y, x] + linear(back, 1, corners, parts)
    found[0, y, x] = total / np.float32(start.shape[0])
    found[1, y, x] = least(np.sqrt(missed_x * missed_x + missed_y * missed_y), miss)


@pixel
def trust_pixel(
    found: Array, colour_sharpness: Any, miss_sharpness: Any, made: Array, y: int, x: int
) -> None:
    """Turn what was found around a pixel into trust."""
    difference = box_mean(found[0], y, x)
    doubt = colour_sharpness * difference + miss_sharpness * found[1, y, x]
    made[y, x] = max(np.exp(-doubt), np.float32(_LEAST_TRUST))


@pixel
def box_mean(values: Array, y: int, x: int) -> Any:
    """Return the mean of a pixel and those around it that there are."""
    if 1 <= y < values.shape[0] - 1 and 1 <= x < values.shape[1] - 1:
        above, here, below = np.uintp(y - 1), np.uintp(y), np.uintp(y + 1)
        before, own, after = np.uintp(x - 1), np.uintp(x), np.uintp(x + 1)
        return (
            (values[above, before] + values[above, own] + values[above, after])
            + (values[here, before] + values[here, own] + values[here, after])
            + (values[below, before] + values[below, own] + values[below, after])
        ) * np.float32(1 / 9)
    total, count = np.float32(0), 0
    for j in range(max(y - 1, 0), min(y + 2, values.shape[0])):
        for i in range(max(x - 1, 0), min(x + 2, values.shape[1])):
            total += values[j, i]
            count += 1
    return total / np.float32(count)


@pixel
def linear(values: Array, channel: int, corners: Any, parts: Any) -> Any:
    """Return the linear mean of four pixels of a channel."""
    x0, x1, y0, y1 = corners
    a, b = values[channel, y0, x0], values[channel, y0, x1]
    c, d = values[channel, y1, x0], values[channel, y1, x1]
    upper, lower = a + (b - a) * parts[0], c + (d - c) * parts[0]
    return upper + (lower - upper) * parts[1]
