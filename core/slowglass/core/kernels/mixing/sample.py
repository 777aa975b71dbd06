"""A sample of a picture: bounded cubic or linear, as `slowglass.core.warp` defines them."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.mixing.lanes import LANES
from slowglass.core.kernels.places import inside, least, most

Array = Any
_SMALLEST = np.finfo(np.float32).tiny


@pixel
def add_sample(
    values: Array,
    side: int,
    shape: Any,
    x: int,
    y: int,
    parts: Any,
    cubic: bool,
    made: Array,
    place: Any,
) -> None:
    """Move a pixel of a result towards a sample.

    Args:
        values: of a `Pair`, flat.
        side: 0 for its left picture, 1 for the right.
        shape: its groups, height and width.
        x: the pixel left of the sample, which may lie outside the picture.
        y: the pixel above it.
        parts: how far the sample is beyond that pixel to the right and down, and by how much to
            move, each 0..1; a pixel that is 0 becomes the sample itself at 1.
        cubic: whether to sample by the bounded cubic.
        made: the result, flat, with as many lanes.
        place: where its pixel begins.
    """
    groups, height, width = shape
    step, line = np.uintp(LANES), np.uintp(width * LANES)
    across, down = _weights(parts[0]), _weights(parts[1])
    if x >= 1 and y >= 1 and x < width - 2 and y < height - 2:
        first = np.uintp((y - 1) * width + x - 1) * step
        columns = (first, first + step, first + np.uintp(2) * step, first + np.uintp(3) * step)
        rows = (np.uintp(0), line, np.uintp(2) * line, np.uintp(3) * line)
        for group in range(groups):
            start, at = (
                np.uintp((side * groups + group) * height) * line,
                place + np.uintp(group) * step,
            )
            _four_lanes(values, start, columns, rows, across, down, parts, cubic, made, at)
    else:
        columns = (
            inside(x - 1, width) * step,
            inside(x, width) * step,
            inside(x + 1, width) * step,
            inside(x + 2, width) * step,
        )
        rows = (
            inside(y - 1, height) * line,
            inside(y, height) * line,
            inside(y + 1, height) * line,
            inside(y + 2, height) * line,
        )
        for group in range(groups):
            start, at = (
                np.uintp((side * groups + group) * height) * line,
                place + np.uintp(group) * step,
            )
            _four_lanes(values, start, columns, rows, across, down, parts, cubic, made, at)


@pixel
def _four_lanes(
    values: Array,
    start: Any,
    columns: Any,
    rows: Any,
    across: Any,
    down: Any,
    parts: Any,
    cubic: bool,
    made: Array,
    at: Any,
) -> None:
    """Move four lanes; written out, they are computed as one vector."""
    one, two, three = np.uintp(1), np.uintp(2), np.uintp(3)
    v0 = _lane(values, start, columns, rows, across, down, parts, cubic)
    v1 = _lane(values, start + one, columns, rows, across, down, parts, cubic)
    v2 = _lane(values, start + two, columns, rows, across, down, parts, cubic)
    v3 = _lane(values, start + three, columns, rows, across, down, parts, cubic)
    m0, m1, m2, m3 = made[at], made[at + one], made[at + two], made[at + three]
    made[at] = m0 + (v0 - m0) * parts[2]
    made[at + one] = m1 + (v1 - m1) * parts[2]
    made[at + two] = m2 + (v2 - m2) * parts[2]
    made[at + three] = m3 + (v3 - m3) * parts[2]


@pixel
def _lane(
    values: Array,
    lane: Any,
    columns: Any,
    rows: Any,
    across: Any,
    down: Any,
    parts: Any,
    cubic: bool,
) -> Any:
    """Return the sample of one channel."""
    x1, x2 = columns[1] + lane, columns[2] + lane
    a, b = values[rows[1] + x1], values[rows[1] + x2]
    c, d = values[rows[2] + x1], values[rows[2] + x2]
    upper, lower = a + (b - a) * parts[0], c + (d - c) * parts[0]
    linear = upper + (lower - upper) * parts[1]
    if not cubic:
        return linear
    x0, x3 = columns[0] + lane, columns[3] + lane
    crisp = (
        _line(values, x0, x1, x2, x3, rows[1], across) * down[1]
        + _line(values, x0, x1, x2, x3, rows[0], across) * down[0]
        + _line(values, x0, x1, x2, x3, rows[2], across) * down[2]
        + _line(values, x0, x1, x2, x3, rows[3], across) * down[3]
    )
    lowest, highest = least(least(a, b), least(c, d)), most(most(a, b), most(c, d))
    change = crisp - linear
    range_ = most(highest - lowest, np.float32(_SMALLEST))
    kept = most(least(np.float32(2) - abs(change) / range_, np.float32(1)), np.float32(0))
    return most(least(linear + change * kept, highest), lowest)


@pixel
def _line(values: Array, x0: Any, x1: Any, x2: Any, x3: Any, row: Any, across: Any) -> Any:
    """Return the cubic along a row."""
    return (
        values[row + x1] * across[1]
        + values[row + x0] * across[0]
        + values[row + x2] * across[2]
        + values[row + x3] * across[3]
    )


@pixel
def _weights(part: Any) -> Any:
    """Return how much each of four pixels in a row counts, ``part`` beyond the second."""
    one, half = np.float32(1), np.float32(0.5)
    rest = one - part
    first = -half * part * rest * rest
    third = one + rest * rest * (np.float32(1.5) * rest - np.float32(2.5))
    fourth = -half * rest * part * part
    return first, one - first - third - fourth, third, fourth
