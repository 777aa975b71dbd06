"""Data mixed on a surface, never across two; `core.composition.edges` says it in torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.mixing.agreeing import CORNERS, mix_agreeing, mix_corners
from slowglass.core.kernels.places import below, inside, is_finite, least, most, position

Array = Any


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
    room = np.empty((height, len(field[0]) + CORNERS + 1, channels + 1), np.float32)
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

    ``room`` (H, K + 5, C + 1) holds samples, then the pixels around one, each with its
    weight behind it, then a mean; ``line`` is the row of flow and weight that is meant.
    """
    # Parts of arrays are not taken out here: each costs as much as a sample. Numbers without a
    # sign are no places counted from an end, which costs a question each.
    row, column, samples = np.uintp(y), np.uintp(x), np.uintp(flow.shape[0])
    count = np.uintp(0)
    for k in range(samples):
        heft = weight[k, line, column]
        if heft > 0 or (count == 0 and k + 1 == samples):
            to_x = position(x, flow[k, 0, line, column], 0, values.shape[2])
            to_y = position(y, flow[k, 1, line, column], 0, values.shape[1])
            side, left, top = np.uintp(sides[k]), below(to_x), below(to_y)
            x0, y0 = inside(left, values.shape[2]), inside(top, values.shape[1])
            beyond = not (0 <= to_x <= values.shape[2] - 1 and 0 <= to_y <= values.shape[1] - 1)
            if broken[side, y0, x0] or (zeros and beyond):
                place = side, to_x, to_y
                mix_corners(values, place, zeros, room, row, (samples, count), limits)
            else:
                x1, y1 = inside(left + 1, values.shape[2]), inside(top + 1, values.shape[1])
                x_part, y_part = to_x - np.float32(left), to_y - np.float32(top)
                for c in range(np.uintp(values.shape[3])):
                    a, b = values[side, y0, x0, c], values[side, y0, x1, c]
                    d, e = values[side, y1, x0, c], values[side, y1, x1, c]
                    upper, lower = a + (b - a) * x_part, d + (e - d) * x_part
                    room[row, count, c] = upper + (lower - upper) * y_part
            room[row, count, values.shape[3]] = heft
            count += np.uintp(1)
    mean = samples + np.uintp(CORNERS)
    mix_agreeing(room, row, (np.uintp(0), count, mean), limits[1], limits[2])
    for c in range(np.uintp(values.shape[3])):
        made[row, column, c] = room[row, mean, c]
