"""The mean of data that agrees, a pixel's samples or the four pixels around one place."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import called
from slowglass.core.kernels.places import below, inside, is_finite, most

Array = Any
CORNERS = 4
"""Pixels around a place."""
_LEAST_SUM = 1e-30


@called
def mix_corners(
    values: Array, place: Any, zeros: bool, room: Array, at: Any, places: Any, limits: Any
) -> None:
    """Write the mean of those pixels around a place that agree with the nearest.

    Args:
        values: (2, H, W, C) float32, both pictures.
        place: side, x and y.
        zeros: whether nothing lies outside a picture.
        room: see `mix_agreeing`.
        at: row there.
        places: from which on there is room for the pixels, and where the mean goes.
        limits: the largest difference between pixels, between samples, and what it is measured in.
    """
    height, width = values.shape[1:3]
    side, to_x, to_y = place
    first, to = places
    column, row = below(to_x), below(to_y)
    x_part, y_part = to_x - np.float32(column), to_y - np.float32(row)
    for n in range(CORNERS):
        i, j = n % 2, n // 2
        across = x_part if i == 1 else np.float32(1) - x_part
        down = y_part if j == 1 else np.float32(1) - y_part
        outside = not (0 <= column + i < width and 0 <= row + j < height)
        corner = first + np.uintp(n)
        room[at, corner, values.shape[3]] = across * down
        for c in range(np.uintp(values.shape[3])):
            value = values[side, inside(row + j, height), inside(column + i, width), c]
            room[at, corner, c] = np.float32(0) if zeros and outside else value
    mix_agreeing(room, at, (first, first + np.uintp(CORNERS), to), limits[0], limits[2])


@called
def mix_agreeing(room: Array, at: Any, places: Any, tolerance: Any, step: Any) -> None:
    """Write the mean of those that agree with the heaviest, exact where all are equal.

    Args:
        room: each with its weight behind it; what is not a number loses its own.
        at: row there.
        places: the first of them, the one after the last, and where the mean goes, without a
            weight; none of them.
        tolerance: the largest difference.
        step: what it is measured in; below 0: relative to the larger value.
    """
    first, end, to = places
    channels = np.uintp(room.shape[2] - 1)
    heaviest = first
    for n in range(first, end):
        if room[at, n, channels] > 0:
            for c in range(channels):
                if room[at, n, c] != room[at, n, c]:  # not a number
                    room[at, n, channels] = 0
        if room[at, n, channels] > room[at, heaviest, channels]:
            heaviest = n
    size = np.float32(0)
    for c in range(channels):
        size = most(abs(room[at, heaviest, c]), size)
        room[at, to, c] = 0
    total = np.float32(0)
    for n in range(first, end):
        heft = room[at, n, channels]
        if heft > 0:
            apart, own = np.float32(0), size
            for c in range(channels):
                value = room[at, n, c]
                away = abs(value - room[at, heaviest, c])
                apart = most(away, apart) if away == away else away
                own = most(abs(value), own)
            unit = own if step < 0 else step
            if is_finite(apart) and apart <= tolerance * unit:
                total += heft
                for c in range(channels):
                    away = room[at, n, c] - room[at, heaviest, c]
                    room[at, to, c] += away * heft
    known = most(total, np.float32(_LEAST_SUM))
    for c in range(channels):
        shift = room[at, to, c] / known if total > 0 else np.float32(0)
        room[at, to, c] = room[at, heaviest, c] + shift
