"""Data mixed on a surface, never across two; `core.composition.edges` says it in torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import called, over_pixels, pixel
from slowglass.core.kernels.places import below, inside, is_finite, least, most, position

Array = Any
_LEAST_SUM = 1e-30


def surface_edges(values: Array, tolerance: float, step: float | None) -> Array:
    """Return (2, H, W) bool, where a pixel and those right of and below it may not be one surface.

    Args:
        values: (2, H, W, C) float32, both pictures.
        tolerance: the largest difference, in ``step`` or relative to the smallest of the pixels.
        step: None for relative.
    """
    broken = np.empty(values.shape[:3], np.bool_)
    numbers = np.float32(tolerance), _step(step)
    over_pixels(edge_pixel, *values.shape[1:3], values, *numbers, broken)
    return broken


def mix_surfaces(
    values: Array,
    broken: Array,
    field: Field,
    zeros: bool,
    tolerances: tuple[float, float],
    step: float | None,
) -> Array:
    """Return (H, W, C) float32, at each pixel the mean of what agrees with the heaviest sample.

    Args:
        values: (2, H, W, C) float32, both pictures.
        broken: what `surface_edges` found.
        field: where samples come from.
        zeros: whether nothing lies outside a picture, else its edge goes on.
        tolerances: the largest difference between pixels of a picture, and between samples.
        step: what tolerances are measured in; None: they are relative to the larger value.
    """
    height, width, channels = values.shape[1:]
    made = np.empty((height, width, channels), np.float32)
    room = np.empty((height, 1, len(field[0]) + 5, channels + 1), np.float32)
    limits = np.float32(tolerances[0]), np.float32(tolerances[1]), _step(step)
    size, sources = (height, width), (values, broken, zeros, limits)
    over_field(surface_pixel, size, field, sources, (room, made))
    return made


def _step(step: float | None) -> Any:
    """Return a step as the loops take it, below 0 for none."""
    return np.float32(-1 if step is None else step)


@pixel
def edge_pixel(values: Array, tolerance: Any, step: Any, broken: Array, y: int, x: int) -> None:
    """Note whether the four pixels from one on are surely of one surface, in both pictures."""
    lower, after = min(y + 1, values.shape[1] - 1), min(x + 1, values.shape[2] - 1)
    for side in range(2):
        spread, finite = np.float32(0), True
        sizes = (np.float32(0), np.float32(0), np.float32(0), np.float32(0))
        for c in range(values.shape[3]):
            a, b = values[side, y, x, c], values[side, y, after, c]
            d, e = values[side, lower, x, c], values[side, lower, after, c]
            finite &= is_finite(a) and is_finite(b) and is_finite(d) and is_finite(e)
            spread = most(most(most(a, b), most(d, e)) - least(least(a, b), least(d, e)), spread)
            sizes = (
                most(abs(a), sizes[0]),
                most(abs(b), sizes[1]),
                most(abs(d), sizes[2]),
                most(abs(e), sizes[3]),
            )
        smallest = least(least(sizes[0], sizes[1]), least(sizes[2], sizes[3]))
        unit = smallest if step < 0 else step
        broken[side, y, x] = not (finite and spread <= tolerance * unit)


@pixel
def surface_pixel(
    values: Array,
    broken: Array,
    zeros: bool,
    limits: Any,
    sides: Array,
    flow: Array,
    weight: Array,
    room: Array,
    made: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Mix a pixel; arguments are those of `mix_surfaces`.

    ``room`` (H, 1 or W, K + 5, C + 1) holds samples, then pixels around one, each with its weight
    behind it, then a mean; ``line`` is the row of flow and weight that is meant.
    """
    # Parts of arrays are not taken out here: each costs as much as a sample.
    samples, channels = flow.shape[0], values.shape[3]
    at = y, x % room.shape[1]
    for k in range(samples):
        heft = weight[k, line, x]
        room[at[0], at[1], k, channels] = heft
        if heft > 0 or k == 0:
            to_x = position(x, flow[k, 0, line, x], 0, values.shape[2])
            to_y = position(y, flow[k, 1, line, x], 0, values.shape[1])
            take_sample(values, broken, sides[k], to_x, to_y, zeros, limits, room, at, samples, k)
    mix_agreeing(room, at, 0, samples, samples + 4, limits[1], limits[2])
    for c in range(channels):
        made[y, x, c] = room[at[0], at[1], samples + 4, c]


@called
def take_sample(
    values: Array,
    broken: Array,
    side: int,
    to_x: Any,
    to_y: Any,
    zeros: bool,
    limits: Any,
    room: Array,
    at: Any,
    first: int,
    k: int,
) -> None:
    """Write what a picture shows at a place as sample ``k``; there is room from ``first`` on."""
    height, width, channels = values.shape[1:]
    column, row = below(to_x), below(to_y)
    x_part, y_part = to_x - np.float32(column), to_y - np.float32(row)
    x0, x1 = inside(column, width), inside(column + 1, width)
    y0, y1 = inside(row, height), inside(row + 1, height)
    beyond = to_x < 0 or to_y < 0 or to_x > width - 1 or to_y > height - 1
    if not (broken[side, y0, x0] or (zeros and beyond)):
        for c in range(channels):
            a, b = values[side, y0, x0, c], values[side, y0, x1, c]
            d, e = values[side, y1, x0, c], values[side, y1, x1, c]
            upper, lower = a + (b - a) * x_part, d + (e - d) * x_part
            room[at[0], at[1], k, c] = upper + (lower - upper) * y_part
        return
    for n in range(4):
        i, j = n % 2, n // 2
        across = x_part if i == 1 else np.float32(1) - x_part
        down = y_part if j == 1 else np.float32(1) - y_part
        outside = not (0 <= column + i < width and 0 <= row + j < height)
        room[at[0], at[1], first + n, channels] = across * down
        for c in range(channels):
            value = values[side, inside(row + j, height), inside(column + i, width), c]
            room[at[0], at[1], first + n, c] = np.float32(0) if zeros and outside else value
    mix_agreeing(room, at, first, 4, k, limits[0], limits[2])


@called
def mix_agreeing(
    room: Array, at: Any, first: int, count: int, to: int, tolerance: Any, step: Any
) -> None:
    """Write the mean of those that agree with the heaviest, exact where all are equal.

    Args:
        room: each with its weight behind it; what is not a number loses its own.
        at: row and column there.
        first: the first of them.
        count: how many they are.
        to: where the mean goes, without a weight; none of them.
        tolerance: the largest difference.
        step: what it is measured in; below 0: relative to the larger value.
    """
    row, column = at
    channels = room.shape[3] - 1
    heaviest = first
    for n in range(first, first + count):
        if room[row, column, n, channels] > 0:
            for c in range(channels):
                if room[row, column, n, c] != room[row, column, n, c]:  # not a number
                    room[row, column, n, channels] = 0
        if room[row, column, n, channels] > room[row, column, heaviest, channels]:
            heaviest = n
    size = np.float32(0)
    for c in range(channels):
        size = most(abs(room[row, column, heaviest, c]), size)
        room[row, column, to, c] = 0
    total = np.float32(0)
    for n in range(first, first + count):
        heft = room[row, column, n, channels]
        if heft > 0:
            apart, own = np.float32(0), size
            for c in range(channels):
                value = room[row, column, n, c]
                away = abs(value - room[row, column, heaviest, c])
                apart = most(away, apart) if away == away else away
                own = most(abs(value), own)
            unit = own if step < 0 else step
            if is_finite(apart) and apart <= tolerance * unit:
                total += heft
                for c in range(channels):
                    away = room[row, column, n, c] - room[row, column, heaviest, c]
                    room[row, column, to, c] += away * heft
    known = most(total, np.float32(_LEAST_SUM))
    for c in range(channels):
        shift = room[row, column, to, c] / known if total > 0 else np.float32(0)
        room[row, column, to, c] = room[row, column, heaviest, c] + shift
