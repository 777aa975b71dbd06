"""Which channels hold motion vectors, and which way they point; standard library only.

Vectors are in pixels and speak of one whole frame. A forward pair says where a pixel's surface will
be in the next frame, less where it is; a backward pair where it was in the frame before, less where
it is. A minus before a channel's name turns it round.
"""

from __future__ import annotations

from dataclasses import dataclass

from slowglass.core.errors import UsageError


@dataclass(frozen=True)
class Component:
    """One channel, found by the end of its name: "Vector.Z" is also "ViewLayer.Vector.Z"."""

    name: str
    sign: int = 1


Pair = tuple[Component, Component]
"""To the right and, as the layout says, up or down."""


@dataclass(frozen=True)
class VectorLayout:
    """How motion vectors are stored."""

    forward: Pair
    backward: Pair | None = None
    y_up: bool = True


BLENDER_TEXT = "forward=-Vector.Z,-Vector.W;backward=Vector.X,Vector.Y;y=up"
"""Blender's Vector pass, measured: X, Y = previous - now, Z, W = now - next, y up."""


NUKE_TEXT = "forward=forward.u,forward.v;backward=backward.u,backward.v;y=up"
"""Nuke's: both are next, or previous, - now, y up."""

_NAMED = {"": BLENDER_TEXT, "blender": BLENDER_TEXT, "nuke": NUKE_TEXT}


def parse_layout(text: str) -> VectorLayout:
    """Return the layout that a text such as "forward=motionvector.X,motionvector.Y;y=up" says.

    Args:
        text: ``forward=X,Y``, perhaps ``backward=X,Y``, and ``y=up`` (as without it) or ``y=down``,
            with semicolons between; or ``blender``, as empty does, or ``nuke``.

    Raises:
        UsageError: it is no such text.
    """
    items = [item.partition("=") for item in _NAMED.get(text, text).split(";") if item.strip()]
    values = {key.strip(): value.strip() for key, _, value in items}
    wrong = set(values) - {"forward", "backward", "y"}
    if wrong or len(values) != len(items) or "forward" not in values:
        raise UsageError(
            f"expected vectors such as forward=motionvector.X,motionvector.Y;y=up, got {text!r}",
            hint=f"known are forward, backward and y; Blender's are {BLENDER_TEXT}",
        )
    if values.get("y", "up") not in ("up", "down"):
        raise UsageError(f"expected y=up or y=down for vectors, got y={values['y']}")
    backward = _pair(values["backward"]) if "backward" in values else None
    return VectorLayout(_pair(values["forward"]), backward, values.get("y", "up") == "up")


def _pair(text: str) -> Pair:
    """Return the two components of "X,Y"."""
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(name.lstrip("-") for name in names):
        raise UsageError(f"expected two channels for a vector, got {text!r}")
    across, down = (Component(name.lstrip("-"), -1 if name[0] == "-" else 1) for name in names)
    return across, down
