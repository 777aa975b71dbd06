"""Samples that touch what is not finite, mixed again from what is."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.places import below, inside, is_finite, position

Array = Any


def mend(values: Array, lane: int, field: Field, margin: int, cubic: bool, made: Array) -> None:
    """Mix a channel again wherever a sample touches a value that is not finite.

    Args:
        values: (2, height, width, LANES), the group of the channel in both pictures.
        lane: its place there.
        field: as in `mix`.
        margin: of the pictures.
        cubic: how it was sampled, which says what a sample touches.
        made: (H, W), what `mix` made of it.
    """
    reach = 1 if cubic else 0
    over_field(mend_pixel, made.shape, field, (values, lane), (margin, reach, made))


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

    ``sides``, ``flow`` and ``weight`` are the field, ``line`` says which row of it is meant;
    ``reach`` is how many pixels around the four a sample touches. The rest is as in `mend`.
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
