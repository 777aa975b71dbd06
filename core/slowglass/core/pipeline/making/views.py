"""Stereo pictures: every view moves by its own motion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowglass.core.field import WarpField
from slowglass.core.frames import Frame


def compose_views(
    left: Frame,
    right: Frame,
    fields: Mapping[str, WarpField],
    compose: Callable[[Frame, Frame, WarpField], Frame],
) -> Frame:
    """Return the frame between two, made view by view.

    Args:
        left: the earlier source frame.
        right: the later one.
        fields: of every view of ``left``, in the order of its layers.
        compose: makes one view of both frames and its field.
    """
    made = [
        compose(left.of_view(view), right.of_view(view), field) for view, field in fields.items()
    ]
    return replace(
        made[0],
        layers=tuple(layer for frame in made for layer in frame.layers),
        guides=tuple(guide for frame in made for guide in frame.guides),
    )
