"""Masks chosen in the dialog: the mattes of the job, Blender's own picture of them, what stays."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np

from slowglass.host_adapters.blender import session
from tests.host_adapters.blender.inside import stage
from tests.host_adapters.blender.inside.drawn_masks import circle, key, put, rendered, spline

START, FRAMES = 101, (101, 104, 109, 113)
"""Of the strip; frames of the scene that are compared."""


def main(folder: str, images: str, size: tuple[int, int]) -> dict[str, Any]:
    """Retime a strip with a mask that moves; what is found before and after."""
    scene = stage.set_up(folder)
    mask = moving_mask(scene, (size[0], size[1]))
    clip = stage.add_images(scene, images, start=START)
    scene.frame_set(107)
    mask.layers["cut"].splines[0].points[0].co.x += 0.05  # and not keyed
    bpy.context.view_layer.update()  # handles follow
    before = state(mask)
    asked = {"speed": 0.5, "mask": mask.name}
    bpy.ops.slowglass.retime(**asked)
    unchanged = state(mask) == before
    first = session.QUEUE.jobs[-1].plan.document
    stage.select(scene, clip)
    bpy.ops.slowglass.retime(**asked)
    again = session.QUEUE.jobs[-1].plan.document
    relative = from_the_strips_start(scene, clip, mask)
    pictures = compared(mask, size, folder)
    stage.select(scene, clip)
    mask.layers["front"].splines[0].points[0].co.x += 0.01
    bpy.ops.slowglass.retime(**{**asked, "lock_mask": mask.name})
    moved = session.QUEUE.jobs[-1].plan.document
    return {
        "unchanged": unchanged,
        "scenes": len(bpy.data.scenes),
        "document": first,
        "again": again,
        "relative": relative,
        "moved": moved,
        "pictures": pictures,
        "told": stage.told(session.QUEUE.jobs[-1]),
    }


def moving_mask(scene: Any, size: tuple[int, int]) -> Any:
    """Return a mask that moves and bends: round handles, a ring, all else; and what is left out."""
    mask, (width, height) = bpy.data.masks.new("roto"), size
    step, radius = width / 40, min(size) / 5
    layers = {name: mask.layers.new(name=name) for name in ("front", "ring", "else", "cut", "off")}
    round_one = spline(layers["front"], circle(width / 4, height / 2, radius), size, "AUTO")
    layers["ring"].use_fill_holes = True
    rings = [spline(layers["ring"], circle(0, 0, 1), size, "ALIGNED") for _ in range(2)]
    square = spline(layers["else"], circle(0, 0, 1, 5), size)
    spline(layers["cut"], circle(width / 2, height / 2, radius), size)
    layers["else"].invert, layers["cut"].blend = True, "MERGE_SUBTRACT"
    layers["off"].hide_render = True
    for frame, moved in ((103, 0), (108, 5), (112, 7)):
        put(round_one, circle(width / 4 + moved * step, height / 2, radius + moved), size)
        for ring, wide in zip(rings, (1.0, 0.5), strict=True):
            put(ring, circle(width / 2, height / 2 - moved, radius * wide), size)
        put(square, circle(width / 2 - moved * step, height / 2, 2 * radius, 5), size)
        key(scene, mask, frame)
        mask.layers["off"].alpha = moved / 10
        mask.layers["off"].keyframe_insert("alpha", frame=frame)
    return mask


def state(mask: Any) -> Any:
    """Return what a user sees of the file: the points, a keyed property, where the scene is."""
    points = [p for layer in mask.layers for spline in layer.splines for p in spline.points]
    places = [[*p.co, *p.handle_left, *p.handle_right] for p in points]
    return places, mask.layers["off"].alpha, bpy.context.scene.frame_current, len(bpy.data.scenes)


def from_the_strips_start(scene: Any, clip: Any, mask: Any) -> Any:
    """The job where the strip lies elsewhere, and the mask is keyed from its start on."""
    clip.frame_start += 40
    mask.frame_start = START
    stage.select(scene, clip)
    bpy.ops.slowglass.retime(speed=0.5, mask=mask.name, mask_time="RELATIVE")
    document = session.QUEUE.jobs[-1].plan.document
    clip.frame_start -= 40
    return document


def compared(mask: Any, size: tuple[int, int], folder: str) -> dict[str, list[str]]:
    """Each layer alone, as Blender renders it, in files."""
    paths: dict[str, list[str]] = {}
    for layer in mask.layers[:3]:
        for other in mask.layers:
            other.hide_render = other != layer
        pictures = rendered(mask, (size[0], size[1]), FRAMES)
        paths[layer.name] = [str(Path(folder) / f"{layer.name}{frame}.npy") for frame in FRAMES]
        for path, picture in zip(paths[layer.name], pictures, strict=True):
            np.save(path, picture)
    for layer in mask.layers:
        layer.hide_render = layer.name == "off"
    return paths
