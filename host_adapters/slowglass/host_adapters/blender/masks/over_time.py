"""Masks at other frames than the present one, with nothing of the file changed."""

from contextlib import contextmanager
from fractions import Fraction
from math import floor
from typing import Any, Callable, Iterator, List

import bpy

PLACES = ("co", "handle_left", "handle_right")
"""What the keys of a mask move."""

MaskAt = Callable[[Any, Fraction], Any]
"""From a mask and a frame to the mask as it is at that frame, until the next call."""


@contextmanager
def masks_over_time() -> Iterator[MaskAt]:
    """Give what looks at masks at any frame.

    A scene of our own goes through time, so that no other is evaluated, and no handler is called
    for new frames. Blender gives what it finds back to the masks themselves, whatever scene it was
    for: so keyed properties go back to the present frame, and points to where they were, also those
    that were moved and not keyed.
    """
    places = [(points, [flat(points, name) for name in PLACES]) for points in _points()]
    present = Fraction(bpy.context.scene.frame_float)
    scene = bpy.data.scenes.new("Slowglass")
    layer = scene.view_layers[0]

    def go_to(frame: Fraction) -> None:
        scene.frame_current = floor(frame)
        scene.frame_subframe = float(frame - floor(frame))
        layer.update()

    def mask_at(mask: Any, frame: Fraction) -> Any:
        go_to(frame)
        return mask.evaluated_get(layer.depsgraph)

    try:
        yield mask_at
    finally:
        go_to(present)
        bpy.data.scenes.remove(scene)
        for points, values in places:
            for name, value in zip(PLACES, values):
                points.foreach_set(name, value)


def flat(points: Any, name: str) -> List[float]:
    """Return x and y of all points of a spline, or of their handles, one after the other."""
    values = [0.0] * (2 * len(points))
    points.foreach_get(name, values)
    return values


def _points() -> Iterator[Any]:
    """Yield the points of each spline of the file's masks."""
    for mask in bpy.data.masks:
        for layer in mask.layers:
            for spline in layer.splines:
                yield spline.points
