"""Samples that touch what is not finite, mixed again from what is."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows, pixel
from slowglass.core.kernels.places import below, inside, is_finite, position
from slowglass.core.kernels.scaling import columns_of, row_of, scale_row

Array = Any


def mend(
    values: Array,
    lane: int,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    cubic: bool,
    made: Array,
) -> None:
    """Mix a channel again wherever a sample touches a value that is not finite.

    Args:
        values: (2, height, width, LANES), the group of the channel in both pictures.
        lane: its place there.
        sides: as in `mix`.
        flow: as in `mix`.
        weight: as in `mix`.
        margin: of the pictures.
        cubic: how it was sampled, which says what a sample touches.
        made: (H, W), what `mix` made of it.
    """
    reach = 1 if cubic else 0
    over_rows(_mend_rows, len(made), values, lane, sides, flow, weight, margin, reach, made)


@pixel
def mend_pixel(
    values: Array,
    lane: int,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    reach: int,
    made: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Mix the finite pixels around each sample linearly; of none, the heaviest sample stays.

    Arguments are those of `mend`; ``reach`` is how many pixels around the four a sample
    touches, ``line`` which row of flow and weight is meant.
    """
    touched = False
    base = value = share = best = np.float32(0)
    heaviest = np.float32(0)
    for k in range(flow.shape[0]):
        heft = weight[k, line, x]
        if heft > 0:
            side = sides[k]
            to_x = position(x, flow[k, 0, line, x], margin, values.shape[2])
            to_y = position(y, flow[k, 1, line, x], margin, values.shape[1])
            column, row = below(to_x), below(to_y)
            x_part, y_part = to_x - np.float32(column), to_y - np.float32(row)
            for j in range(-reach, 2 + reach):
                for i in range(-reach, 2 + reach):
                    at_y = inside(row + margin + j, values.shape[1])
                    at_x = inside(column + margin + i, values.shape[2])
                    tap = values[side, at_y, at_x, lane]
                    if not is_finite(tap):
                        touched = True
                    elif 0 <= i <= 1 and 0 <= j <= 1:
                        across = x_part if i == 1 else np.float32(1) - x_part
                        down = y_part if j == 1 else np.float32(1) - y_part
                        counts = heft * across * down
                        if counts > 0:
                            if share == 0:
                                base = tap
                            share += counts
                            value += (tap - base) * counts
            if heft > best:
                best = heft
                near_x = inside(below(to_x + np.float32(0.5)) + margin, values.shape[2])
                near_y = inside(below(to_y + np.float32(0.5)) + margin, values.shape[1])
                heaviest = values[side, near_y, near_x, lane]
    if touched:
        made[y, x] = base + value / share if share > 0 else heaviest


@loop
def _mend_rows(
    values: Array,
    lane: int,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    reach: int,
    made: Array,
    top: int,
    bottom: int,
) -> None:
    height, width = made.shape
    columns, (flows, weights) = columns_of(flow, width), row_of(flow, width)
    for y in range(top, bottom):
        scale_row(flow, weight, height, y, columns, flows, weights)
        for x in range(width):
            mend_pixel(values, lane, sides, flows, weights, margin, reach, made, 0, y, x)
