"""Means over windows of a picture, cut off at its edges."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows

Array = Any


def window_mean(values: Array, radius: int) -> Array:
    """Return the mean of (C, H, W) float32 over ``2 * radius + 1`` rows and columns."""
    across, made = np.empty_like(values), np.empty_like(values)
    over_rows(_across_rows, values.shape[1], values, radius, across)
    over_rows(_down_rows, values.shape[1], across, radius, made)
    return made


@loop
def _across_rows(values: Array, radius: int, made: Array, top: int, bottom: int) -> None:
    """Average along rows over what there is of a window, by running sums."""
    width = values.shape[2]
    for c in range(values.shape[0]):
        for y in range(top, bottom):
            row, total = values[c, y], 0.0
            for x in range(min(radius, width)):
                total += row[x]
            for x in range(width):
                if x + radius < width:
                    total += row[x + radius]
                if x - radius - 1 >= 0:
                    total -= row[x - radius - 1]
                count = min(x + radius, width - 1) - max(x - radius, 0) + 1
                made[c, y, x] = total / count


@loop
def _down_rows(values: Array, radius: int, made: Array, top: int, bottom: int) -> None:
    """Average along columns over what there is of a window."""
    height, width = values.shape[1], values.shape[2]
    for c in range(values.shape[0]):
        for y in range(top, bottom):
            first, last = max(y - radius, 0), min(y + radius, height - 1)
            share = np.float32(1) / np.float32(last - first + 1)
            made[c, y] = values[c, first] * share
            for j in range(first + 1, last + 1):
                for x in range(width):
                    made[c, y, x] += values[c, j, x] * share
