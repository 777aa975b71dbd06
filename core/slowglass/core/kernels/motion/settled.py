"""The samples of a frame before which something stands, as `core.models.standing` defines it."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.places import below, inside, position

Array = Any


def settle(
    stands: Array, around: Array, field: Field, kept: Array, in_place: Array, fewest: float
) -> tuple[Array, Array]:
    """Return flow (K, 2, H, W) and weight (K, H, W) of a field that leaves alone what stands.

    Args:
        stands: (H, W) bool.
        around: (H, W) bool, what stands and what touches it: no sample may come from there.
        field: where samples come from.
        kept: (K,) float32, weights where something stands.
        in_place: (K,) float32, weights where every sample would come from what stands.
        fewest: sum of weights up to which nothing is left.
    """
    height, width = stands.shape
    count = len(field[0])
    flow = np.zeros((count, 2, height, width), np.float32)
    weight = np.zeros((count, height, width), np.float32)
    before = stands, around, kept, in_place, np.float32(fewest)
    over_field(settle_pixel, (height, width), field, before, (flow, weight))
    return flow, weight


@pixel
def settle_pixel(
    stands: Array,
    around: Array,
    kept: Array,
    in_place: Array,
    fewest: Any,
    sides: Array,
    flow: Array,
    weight: Array,
    made_flow: Array,
    made_weight: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Settle one pixel; ``line`` is the row of flow and weight that is meant."""
    height, width = stands.shape
    half = np.float32(0.5)
    row, column = np.uintp(y), np.uintp(x)
    # Zeros are left as they are: most samples are of few pixels, and their memory is not touched.
    if stands[row, column]:
        for k in range(flow.shape[0]):
            if kept[k] > 0:
                made_weight[k, row, column] = kept[k]
        return
    whole, left = np.float32(0), np.float32(0)
    for k in range(flow.shape[0]):
        heft = weight[k, line, column]
        if heft > 0:
            whole += heft
            from_y = below(position(y, flow[k, 1, line, column], 0, height) + half)
            from_x = below(position(x, flow[k, 0, line, column], 0, width) + half)
            if not around[inside(from_y, height), inside(from_x, width)]:
                made_weight[k, row, column] = heft
                left += heft
    moves = left > fewest * whole
    for k in range(flow.shape[0]):
        taken = weight[k, line, column] > 0
        if not moves and (taken or in_place[k] > 0):
            made_weight[k, row, column] = in_place[k]
        elif taken and made_weight[k, row, column] > 0:
            made_weight[k, row, column] /= left
            made_flow[k, 0, row, column] = flow[k, 0, line, column]
            made_flow[k, 1, row, column] = flow[k, 1, line, column]
