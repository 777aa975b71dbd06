"""Cycles without motion blur: one multilayer OpenEXR file for each moment of a scene."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bpy

from tools.render_scenes.stage import SUB_FRAMES
from tools.render_scenes.timeline import FRAME_RATE


@dataclass(frozen=True)
class Quality:
    """Size of the picture, and light paths traced for one pixel."""

    width: int
    height: int
    samples: int


def prepare(quality: Quality, seed: int) -> None:
    """Set the open scene to render RGBA, Depth, Vector and object cryptomatte into one EXR.

    The background is empty (alpha 0). Colour is half precision, the other passes are 32 bit.
    """
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = quality.samples
    scene.cycles.seed = seed
    scene.cycles.use_animated_seed = True
    scene.cycles.use_denoising = True
    scene.cycles.max_bounces = 4
    scene.cycles.diffuse_bounces = 1
    scene.cycles.glossy_bounces = 1
    scene.cycles.transparent_max_bounces = 8
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.render.use_motion_blur = False  # Cycles gives no Vector pass with it
    scene.render.use_persistent_data = True
    scene.render.film_transparent = True
    scene.render.fps = FRAME_RATE
    scene.render.resolution_x = quality.width
    scene.render.resolution_y = quality.height
    scene.render.resolution_percentage = 100
    layer = scene.view_layers[0]
    layer.use_pass_z = True
    layer.use_pass_vector = True
    layer.use_pass_cryptomatte_object = True
    layer.pass_cryptomatte_depth = 4
    output = scene.render.image_settings
    output.file_format = "OPEN_EXR_MULTILAYER"
    output.color_mode = "RGBA"
    output.color_depth = "16"
    output.exr_codec = "ZIP"


def render_moment(source_frame: int, sub_frame: int, path: Path) -> None:
    """Render the open scene at ``source_frame + sub_frame / SUB_FRAMES`` into ``path``.

    The file appears under its name whole or not at all.
    """
    scene = bpy.context.scene
    scene.frame_set(source_frame, subframe=sub_frame / SUB_FRAMES)
    partial = path.with_name(f".partial-{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    scene.render.filepath = str(partial)
    with _blender_silent():
        bpy.ops.render.render(write_still=True)
    os.replace(partial, path)


@contextmanager
def _blender_silent() -> Iterator[None]:
    """Send what Blender's C++ prints for each tile to nowhere."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
