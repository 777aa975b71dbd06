"""An empty scene with light, and the way to put things on it and move them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy
from mathutils import Vector

Vec3 = tuple[float, float, float]
Path = Callable[[float], Vec3]

SUB_FRAMES = 8
"""Steps between two source frames at which motion is keyed, and true in-betweens are rendered."""


@dataclass(frozen=True)
class Stage:
    """What a layout needs to build its scene.

    Attributes:
        random: the only source of chance, so that a seed makes one scene.
        frames: number of source frames; motion is keyed one frame beyond both ends, because the
            Vector pass looks there.
    """

    random: random.Random
    frames: int

    def animate(self, thing: Any, data_path: str, path: Path) -> None:
        """Key a property with ``path(time)``, time in source frames, at every sub-frame.

        Between the keys the value is linear, so that at sub-frames it is exactly ``path``.
        """
        for step in range(-SUB_FRAMES, (self.frames + 1) * SUB_FRAMES + 1):
            time = step / SUB_FRAMES
            setattr(thing, data_path, path(time))
            thing.keyframe_insert(data_path, frame=time)
        for curve in thing.animation_data.action.fcurves:
            for point in curve.keyframe_points:
                point.interpolation = "LINEAR"


def new_stage(seed: int, frames: int) -> Stage:
    """Empty Blender's scene, and light it with a sun and an even sky that film does not see."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    world = bpy.data.worlds.new("Sky")
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (0.42, 0.58, 0.85, 1.0)
    background.inputs["Strength"].default_value = 0.7
    scene.world = world
    light = bpy.data.lights.new("Sun", "SUN")
    light.energy = 3.2
    light.color = (1.0, 0.86, 0.68)
    light.angle = math.radians(1.5)
    sun = bpy.data.objects.new("Sun", light)
    sun.rotation_euler = (math.radians(52), 0.0, math.radians(-38))
    scene.collection.objects.link(sun)
    return Stage(random.Random(seed), frames)


def add_camera(stage: Stage, position: Path, target: Path, focal_length_mm: float = 35.0) -> Any:
    """A camera that moves along ``position`` and looks at ``target``."""
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.lens = focal_length_mm
    bpy.context.scene.collection.objects.link(camera)
    bpy.context.scene.camera = camera

    def heading(time: float) -> Vec3:
        direction = Vector(target(time)) - Vector(position(time))
        angles = direction.to_track_quat("-Z", "Y").to_euler()
        return (angles.x, angles.y, angles.z)

    stage.animate(camera, "location", position)
    stage.animate(camera, "rotation_euler", heading)
    return camera


def finish(thing: Any, name: str, material: Any) -> Any:
    """Name the object (the name is its cryptomatte ID) and give it its material."""
    thing.name = name
    thing.data.materials.clear()
    thing.data.materials.append(material)
    return thing


def still(position: Vec3) -> Path:
    """The path of a thing that does not move."""
    return lambda time: position
