"""Pictures as the kernels read them: the channels of a pixel side by side, in groups of four."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.kernels.machine import loop, over_rows

LANES = 4
"""Channels that are computed at once; a picture of fewer has idle ones."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Pair:
    """Two pictures, their channels rounded up to whole groups of `LANES`."""

    values: Array
    """(2, groups, height, width, LANES) float32, the left picture and the right."""
    finite: NDArray[np.bool_]
    """(channels,) bool, which channels are finite everywhere."""
    margin: int
    """Pixels of zeros on each side, where nothing lies outside a picture."""


def pack(left: Array, right: Array, margin: int = 0) -> Pair:
    """Return two pictures (C, H, W) float32 with ``margin`` pixels of zeros around them."""
    channels, height, width = left.shape
    size = (-(-channels // LANES), height + 2 * margin, width + 2 * margin, LANES)
    values = np.zeros((2, *size), np.float32)
    spoilt = np.empty((2, height, channels), np.bool_)
    for side, planes in enumerate((left, right)):
        over_rows(_pack_rows, height, planes, values[side], margin, spoilt[side])
    return Pair(values, np.logical_not(spoilt.any(axis=(0, 1))), margin)


@loop
def _pack_rows(
    planes: Array, values: Array, margin: int, spoilt: Array, top: int, bottom: int
) -> None:
    """Put the channels of each pixel side by side; note for each row those that are not finite."""
    for y in range(top, bottom):
        for c in range(planes.shape[0]):
            plane, row = planes[c, y], values[c // LANES, y + margin]
            lane, finite = c % LANES, True
            for x in range(len(plane)):
                value = plane[x]
                row[x + margin, lane] = value
                finite &= np.isfinite(value)
            spoilt[y, c] = not finite
