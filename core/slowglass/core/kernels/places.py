"""Where a sample lies: its pixel, how far it is beyond it, and the pixels around."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import pixel

_REACH = 3
"""Pixels beyond an edge; what lies farther out looks the same."""


@pixel
def least(one: Any, other: Any) -> Any:
    """Return the smaller; the second where one is not a number."""
    return one if one < other else other


@pixel
def most(one: Any, other: Any) -> Any:
    """Return the greater; the second where one is not a number."""
    return one if one > other else other


@pixel
def below(place: Any) -> Any:
    """Return the whole number at or below a float; compilers for GPUs have no `np.floor`."""
    whole = int(place)
    return whole - 1 if place < np.float32(whole) else whole


@pixel
def is_finite(value: Any) -> Any:
    """Return whether a number is neither infinite nor none; as for `below`."""
    return value - value == np.float32(0)


@pixel
def position(start: int, flow: Any, margin: int, size: int) -> Any:
    """Return where a flow from a pixel leads along one axis, float32.

    Args:
        start: the pixel.
        flow: in pixels.
        margin: pixels that were added before the first of the picture, and behind the last.
        size: of the picture with them.
    """
    place = np.float32(start) + flow
    return least(most(place, np.float32(-margin - _REACH)), np.float32(size - margin - 1 + _REACH))


@pixel
def inside(place: int, size: int) -> Any:
    """Return a pixel's number, that of the edge where it lies outside."""
    return np.uintp(least(most(place, 0), size - 1))
