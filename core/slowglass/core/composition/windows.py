"""Pixels and fields of one window seen in another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.frames import Layer, Pixels, Window


def union(one: Window, other: Window) -> Window:
    """Return the smallest window that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Window(x, y, right - x, bottom - y)


def in_window(
    layer: Layer, display: Window, window: Window, places: Sequence[int] | None = None
) -> Pixels:
    """Return channels of a layer in another window; what the file does not hold is zero.

    Args:
        layer: the channels.
        display: what a layer fills that has no data window.
        window: the one that is wanted.
        places: of the channels that are wanted, all by default.
    """
    own = layer.data_window or display
    pixels = layer.pixels if places is None else layer.pixels[:, :, list(places)]
    if own == window:
        return pixels
    canvas = np.zeros((window.height, window.width, pixels.shape[2]), pixels.dtype)
    left, top = max(own.x, window.x), max(own.y, window.y)
    right = min(own.x + own.width, window.x + window.width)
    bottom = min(own.y + own.height, window.y + window.height)
    if right > left and bottom > top:
        canvas[top - window.y : bottom - window.y, left - window.x : right - window.x] = pixels[
            top - own.y : bottom - own.y, left - own.x : right - own.x
        ]
    return canvas


def field_in(field: WarpField, display: Window, window: Window) -> WarpField:
    """Return the field of the display window on another window; its edge goes on outside."""
    if window == display:
        return field
    left, top = display.x - window.x, display.y - window.y
    right = window.width - left - display.width
    bottom = window.height - top - display.height
    sides = (left, right, top, bottom)

    def moved(values: Tensor) -> Tensor:
        return functional.pad(values, sides, mode="replicate")

    flow = moved(field.flow.flatten(1, 2))
    return WarpField(
        sides=field.sides,
        flow=flow.reshape(*field.flow.shape[:3], *flow.shape[-2:]),
        weight=moved(field.weight),
        border=field.border,
        residual=None if field.residual is None else moved(field.residual),
    )
