"""The samples of a frame mixed by weight, all channels at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import over_field
from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.mixing.lanes import LANES, Pair
from slowglass.core.kernels.mixing.mend import mend
from slowglass.core.kernels.mixing.sample import add_sample
from slowglass.core.kernels.places import below, position

Array = Any


def mix(pair: Pair, sides: Sequence[int], flow: Array, weight: Array, cubic: bool) -> Array:
    """Return the frame that samples of two pictures mix to.

    Args:
        pair: the pictures.
        sides: for each sample 0 for the left one or 1 for the right.
        flow: (K, 2, h, w) float32, of the pictures' size or smaller.
        weight: (K, h, w) float32, 0 or more.
        cubic: whether to sample by the bounded cubic, else linearly.

    Returns:
        (C, H, W) float32, a view of channels side by side.
    """
    shape = pair.values.shape[1:4]
    height, width = (side - 2 * pair.margin for side in shape[1:])
    made = np.zeros((height, width, LANES * shape[0]), np.float32)
    field, flat = (sides, flow, weight), (pair.values.reshape(-1), shape)
    run = cubic_pixel if cubic else linear_pixel
    over_field(run, (height, width), field, flat, (pair.margin, made.reshape(-1)))
    for channel in np.flatnonzero(~pair.finite):
        group, lane = divmod(int(channel), LANES)
        mend(pair.values[:, group], lane, field, pair.margin, cubic, made[..., channel])
    planes: Array = made.transpose(2, 0, 1)[: len(pair.finite)]
    return planes


@pixel
def mix_pixel(
    values: Array,
    shape: Any,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    cubic: bool,
    made: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Mix the samples of a pixel; equal ones give their value to the bit.

    Args:
        values: of a `Pair`, flat.
        shape: its groups, height and width.
        sides: as in `mix`.
        flow: (K, 2, rows, W).
        weight: (K, rows, W).
        margin: of the pair.
        cubic: as in `mix`.
        made: flat zeros; its lanes of this pixel are written.
        line: which row of flow and weight is meant.
        y: row.
        x: column.
    """
    groups, height, width = shape
    total = np.float32(0)
    place = np.uintp((y * flow.shape[3] + x) * groups * LANES)
    for k in range(flow.shape[0]):
        heft = weight[k, line, x]
        if heft > 0:
            total += heft
            to_x = position(x, flow[k, 0, line, x], margin, width)
            to_y = position(y, flow[k, 1, line, x], margin, height)
            column, row = below(to_x), below(to_y)
            parts = (to_x - np.float32(column), to_y - np.float32(row), heft / total)
            from_x, from_y = column + margin, row + margin
            add_sample(values, sides[k], shape, from_x, from_y, parts, cubic, made, place)


@pixel
def cubic_pixel(
    values: Array,
    shape: Any,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    made: Array,
    *at: int,
) -> None:
    """Mix cubic samples: how is known when it is compiled, and not asked at each pixel."""
    mix_pixel(values, shape, sides, flow, weight, margin, True, made, *at)


@pixel
def linear_pixel(
    values: Array,
    shape: Any,
    sides: Array,
    flow: Array,
    weight: Array,
    margin: int,
    made: Array,
    *at: int,
) -> None:
    """Mix linear samples."""
    mix_pixel(values, shape, sides, flow, weight, margin, False, made, *at)
