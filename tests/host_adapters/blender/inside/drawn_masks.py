"""Masks as a user draws them: splines, keys over time, and what Blender itself renders of them."""

import math
from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from slowglass.host_adapters.blender.compat import strips_of
from tests.host_adapters.blender.inside import sequencer

TOP_CHANNEL = 20

Places = Sequence[tuple[float, float]]
"""x to the right and y down in pixels of the picture."""


def spline(layer: Any, places: Places, size: tuple[int, int], kind: str = "VECTOR") -> Any:
    """Return a new closed spline of a layer."""
    new = layer.splines.new()
    new.points.add(len(places) - 1)
    for point in new.points:
        point.handle_type, point.select = kind, True
    new.use_cyclic = True
    put(new, places, size)
    return new


def put(drawn: Any, places: Places, size: tuple[int, int]) -> None:
    """Move the points of a spline, with their handles."""
    for point, place in zip(drawn.points, places, strict=True):
        before = point.co.copy()
        point.co = in_mask(place, size)
        point.handle_left = point.handle_left + point.co - before
        point.handle_right = point.handle_right + point.co - before


def in_mask(place: tuple[float, float], size: tuple[int, int]) -> tuple[float, float]:
    """Return where a place of a picture is in a mask."""
    side = max(size)
    return (place[0] - size[0] / 2) / side + 0.5, (size[1] / 2 - place[1]) / side + 0.5


def circle(x: float, y: float, radius: float, count: int = 8) -> list[tuple[float, float]]:
    """Return places on a circle."""
    turns = [2 * math.pi * k / count for k in range(count)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def key(scene: Any, mask: Any, frame: int) -> None:
    """Key the shape of every layer at a frame, as the user does."""
    window = bpy.context.window_manager.windows[0]
    area = window.screen.areas[0]
    kind, area.type = area.type, "IMAGE_EDITOR"
    area.spaces.active.mode, area.spaces.active.mask = "MASK", mask
    region = next(region for region in area.regions if region.type == "WINDOW")
    places = [
        [(p.co[:], p.handle_left[:], p.handle_right[:]) for p in spline.points]
        for layer in mask.layers
        for spline in layer.splines
    ]
    scene.frame_set(frame)
    splines = [spline for layer in mask.layers for spline in layer.splines]
    for spline, places_of in zip(splines, places, strict=True):
        for point, (co, left, right) in zip(spline.points, places_of, strict=True):
            point.co, point.handle_left, point.handle_right = co, left, right
    with bpy.context.temp_override(window=window, area=area, region=region):
        assert bpy.ops.mask.shape_key_insert() == {"FINISHED"}
    area.spaces.active.mask = None
    area.type = kind


def rendered(
    mask: Any, size: tuple[int, int], frames: Sequence[int]
) -> "list[NDArray[np.float32]]":
    """Return what the sequencer of the scene makes of a mask, (height, width) in 0..1."""
    scene = bpy.context.scene
    render = scene.render
    render.resolution_x, render.resolution_y = size
    scene.view_settings.view_transform = "Raw"
    mask.frame_start, mask.frame_end = min(frames), max(frames) + 1
    strips = strips_of(scene.sequence_editor)
    strip = strips.new_mask("mask", mask, TOP_CHANNEL, mask.frame_start)
    found = [picture[..., 0] / np.float32(255) for picture in sequencer.render(scene, frames)]
    strips.remove(strip)
    return found
