"""Pictures as the kernels read them: the channels of a pixel side by side, in groups of four."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.kernels.machine import loop, over_rows, pixel

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
    spoilt = np.zeros((height, channels), np.bool_)
    for side, planes in enumerate((left, right)):
        over_rows(_pack_rows, height, planes, values[side], margin, spoilt)
    return Pair(values, np.logical_not(spoilt.any(axis=0)), margin)


@pixel
def pack_pixel(planes: Array, values: Array, margin: int, spoilt: Array, y: int, x: int) -> None:
    """Copy the channels of a pixel; note for its row those that are not finite."""
    for c in range(planes.shape[0]):
        value = planes[c, y, x]
        values[c // LANES, y + margin, x + margin, c % LANES] = value
        if not np.isfinite(value):
            spoilt[y, c] = True


@loop
def _pack_rows(
    planes: Array, values: Array, margin: int, spoilt: Array, top: int, bottom: int
) -> None:
    for y in range(top, bottom):
        for x in range(planes.shape[2]):
            pack_pixel(planes, values, margin, spoilt, y, x)
