"""Pixels and fields of one window seen in another."""

from __future__ import annotations

import numpy as np
from torch.nn import functional

from slowglass.core.frames import Layer, Pixels, Window
from slowglass.core.models.interface import WarpField


def union(one: Window, other: Window) -> Window:
    """Return the smallest window that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Window(x, y, right - x, bottom - y)


def in_window(layer: Layer, display: Window, window: Window) -> Pixels:
    """Return the pixels of a layer in a larger window; what the file does not hold is zero."""
    own = layer.data_window or display
    if own == window:
        return layer.pixels
    canvas = np.zeros((window.height, window.width, len(layer.channels)), layer.pixels.dtype)
    top, left = own.y - window.y, own.x - window.x
    canvas[top : top + own.height, left : left + own.width] = layer.pixels
    return canvas


def field_in(field: WarpField, display: Window, window: Window) -> WarpField:
    """Return the field of the display window on another window; its edge goes on outside."""
    if window == display:
        return field
    left, top = display.x - window.x, display.y - window.y
    right = window.width - left - display.width
    bottom = window.height - top - display.height
    sides = (left, right, top, bottom)
    flow = functional.pad(field.flow.flatten(1, 2), sides, mode="replicate")
    return WarpField(
        sides=field.sides,
        flow=flow.reshape(*field.flow.shape[:3], *flow.shape[-2:]),
        weight=functional.pad(field.weight, sides, mode="replicate"),
        border=field.border,
    )
