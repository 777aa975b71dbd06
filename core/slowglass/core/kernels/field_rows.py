"""Functions of one pixel run over a frame, with a field of any size brought to the frame's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows
from slowglass.core.kernels.scaling import fill_columns, row_room, scale_row

Array = Any
Field = tuple[Sequence[int], Array, Array]
"""Side of each sample, 0 for the left picture and 1 for the right, flow (K, 2, h, w) and weight
(K, h, w), float32, of the frame's size or smaller."""


def over_field(
    function: Callable[..., None],
    size: tuple[int, int],
    field: Field,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
) -> None:
    """Call a `pixel` for all pixels of a frame.

    Args:
        function: takes ``before``, sides, flow (K, 2, rows, W) and weight (K, rows, W), ``after``,
            which of these rows is meant, row and column.
        size: height and width of the frame.
        field: where samples come from.
        before: see there.
        after: see there.
    """
    sides, flow, weight = field
    parts = before, np.array(sides, np.uint8), flow, weight, after
    room = partial(row_room, len(sides), flow.shape[3], size[1])
    over_rows(_rows_by(function), size[0], *size, *parts, room=room)


@cache
def _rows_by(function: Callable[..., None]) -> Callable[..., None]:
    """Return the loop that scales a field row by row and calls a `pixel`."""

    def run(
        height: int,
        width: int,
        before: Any,
        sides: Array,
        flow: Array,
        weight: Array,
        after: Any,
        columns: Any,
        flows: Array,
        weights: Array,
        top: int,
        bottom: int,
    ) -> None:
        # Shaped here, it is known to the compiler that they are of one row.
        flows, weights = (
            flows.reshape((len(sides), 2, 1, width)),
            weights.reshape((len(sides), 1, width)),
        )
        fill_columns(columns)
        for y in range(top, bottom):
            scale_row(flow, weight, height, y, columns, flows, weights)
            for x in range(width):
                function(*before, sides, flows, weights, *after, 0, y, x)

    return loop(run)
