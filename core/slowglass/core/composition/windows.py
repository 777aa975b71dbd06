"""Windows that hold others, and fields of one window seen in another."""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.frames import Window


def union(one: Window, other: Window) -> Window:
    """Return the smallest window that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Window(x, y, right - x, bottom - y)


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
    return replace(
        field,
        flow=flow.reshape(*field.flow.shape[:3], *flow.shape[-2:]),
        weight=moved(field.weight),
        residual=None if field.residual is None else moved(field.residual),
    )
