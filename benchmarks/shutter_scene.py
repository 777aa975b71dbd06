"""Renders what `benchmarks.shutter` compares; runs in the Python of a bpy module.

    .venv-bpy/4.5/bin/python -m benchmarks.shutter_scene FOLDER

A textured disc with a lamp far above 1 on it crosses a textured wall, and the camera pans. There
are three kinds of files: ``still/`` single moments with Blender's Vector pass, ``true/`` single
moments within an exposure, and ``blurred/`` Blender's own motion blur. Files that are there stay.
"""

from __future__ import annotations

import math
import os
import sys
import zlib
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from benchmarks.shutter_moments import (
    FRAME_RATE,
    FRAMES,
    JUDGED,
    SUB_FRAMES,
    exposure_frames,
    name_of,
)

WIDTH, HEIGHT = 320, 180
STILL_SAMPLES, TRUE_SAMPLES, BLURRED_SAMPLES = 64, 8, 256
PICTURE, WAVES, FINEST = 512, 60, 24
"""Of a texture: its size, how many waves it is made of, and how many fit of the finest."""
PAN_DEGREES_A_FRAME = 0.45
DISC_METRES_A_FRAME, DISC_DEGREES_A_FRAME = 0.24, 2.0
LAMP = 30.0


def textured(name: str, seed: int, size_metres: float, low: float, high: float) -> Any:
    """Return a material that shines by a picture on its own coordinates, without noise.

    The picture is a sum of waves that fit into it, so that it repeats without a seam.
    """
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:PICTURE, 0:PICTURE] * (2 * np.pi / PICTURE)
    waves = np.zeros((PICTURE, PICTURE, 3))
    for _ in range(WAVES):
        across, down = random.integers(-FINEST, FINEST + 1, 2)
        phase = random.uniform(0, 2 * np.pi, 3)
        waves += np.sin((across * x + down * y)[..., None] + phase) / (1 + math.hypot(across, down))
    waves = (waves - waves.min()) / (waves.max() - waves.min())
    pixels = np.ones((PICTURE, PICTURE, 4), np.float32)
    pixels[..., :3] = low + (high - low) * waves
    image = bpy.data.images.new(name, PICTURE, PICTURE, float_buffer=True)
    image.colorspace_settings.name = "Non-Color"
    image.pixels.foreach_set(pixels.ravel())
    material = shining(name, 1.0)
    tree = material.node_tree
    place = tree.nodes.new("ShaderNodeTexCoord")
    scale = tree.nodes.new("ShaderNodeMapping")
    scale.inputs["Scale"].default_value = (1 / size_metres,) * 3
    picture = tree.nodes.new("ShaderNodeTexImage")
    picture.image = image
    tree.links.new(place.outputs["Object"], scale.inputs["Vector"])
    tree.links.new(scale.outputs["Vector"], picture.inputs["Vector"])
    tree.links.new(picture.outputs["Color"], tree.nodes["Emission"].inputs["Color"])
    return material


def shining(name: str, strength: float) -> Any:
    """Return a material of one light."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    shine = tree.nodes.new("ShaderNodeEmission")
    shine.inputs["Strength"].default_value = strength
    out = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(shine.outputs["Emission"], out.inputs["Surface"])
    return material


def animate(thing: Any, path: str, values: Any) -> None:
    """Key a property at each frame, straight in between."""
    for frame in range(-2, FRAMES + 3):
        setattr(thing, path, values(frame))
        thing.keyframe_insert(path, frame=frame)
    for curve in thing.animation_data.action.fcurves:
        for point in curve.keyframe_points:
            point.interpolation = "LINEAR"


def build() -> None:
    """Build the scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_plane_add(size=30, location=(0, 0, 0))
    bpy.context.object.data.materials.append(textured("wall", 1, 4.0, 0.02, 0.6))
    bpy.ops.mesh.primitive_circle_add(radius=1.1, fill_type="NGON", vertices=96)
    disc = bpy.context.object
    disc.data.materials.append(textured("disc", 2, 2.0, 0.1, 0.9))
    animate(disc, "location", lambda k: (-0.9 + DISC_METRES_A_FRAME * k, 0.1, 1.0))
    animate(disc, "rotation_euler", lambda k: (0, 0, -math.radians(DISC_DEGREES_A_FRAME) * k))
    bpy.ops.mesh.primitive_circle_add(radius=0.06, fill_type="NGON", location=(0, 0.45, 0.02))
    lamp = bpy.context.object
    lamp.data.materials.append(shining("lamp", LAMP))
    lamp.parent = disc
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.lens, camera.location = 35.0, (0, 0, 8)
    scene.collection.objects.link(camera)
    scene.camera = camera
    pan = math.radians(PAN_DEGREES_A_FRAME)
    animate(camera, "rotation_euler", lambda k: (0, pan * (k - FRAMES / 2), 0))


def prepare() -> None:
    """Set what all files have in common."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.max_bounces = 0
    scene.cycles.use_denoising = False
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_animated_seed = True
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.render.fps = FRAME_RATE
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.render.resolution_percentage = 100
    layer = scene.view_layers[0]
    layer.use_pass_z = layer.use_pass_vector = True
    output = scene.render.image_settings
    output.file_format, output.color_mode = "OPEN_EXR_MULTILAYER", "RGBA"
    output.color_depth, output.exr_codec = "32", "ZIP"


def render(path: Path, time: float, samples: int, shutter: float = 0.0) -> None:
    """Render a moment, or what a shutter sees that is open around it, in source frames."""
    if path.exists():
        return
    scene = bpy.context.scene
    scene.cycles.samples = samples
    scene.cycles.seed = zlib.crc32(path.name.encode()) % 10_000
    scene.render.use_motion_blur = shutter > 0
    if shutter:
        scene.render.motion_blur_shutter = shutter
        owner = scene.render if hasattr(scene.render, "motion_blur_position") else scene.cycles
        owner.motion_blur_position = "CENTER"
    whole = math.floor(time)
    scene.frame_set(whole, subframe=time - whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".partial-{path.name}")
    scene.render.filepath = str(partial)
    bpy.ops.render.render(write_still=True)
    os.replace(partial, path)


def main(folder: Path) -> None:
    """Render all that is not there yet."""
    build()
    prepare()
    for k in range(FRAMES):
        render(folder / "still" / f"still.{k:04d}.exr", k, STILL_SAMPLES)
    for speed, times in JUDGED.items():
        for time in times:
            name, shutter = name_of(speed, time), exposure_frames(speed)
            render(folder / "blurred" / f"{name}.exr", time, BLURRED_SAMPLES, shutter)
            for k in range(SUB_FRAMES):
                moment = time + shutter * ((k + 0.5) / SUB_FRAMES - 0.5)
                render(folder / "true" / f"{name}_{k:02d}.exr", moment, TRUE_SAMPLES)


if __name__ == "__main__":
    main(Path(sys.argv[-1]))
