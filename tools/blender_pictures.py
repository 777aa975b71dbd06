"""Draw the pictures of docs/hosts/blender.md: the sample clip at 12.5 %, made in three ways.

BPY_PYTHON -m tools.blender_pictures ENGINE_PYTHON    writes docs/images/blender-*.png

Run it from the repository's root with a Python that has bpy, such as .venv-bpy/4.5/bin/python. The
engine's Python is the one that Slowglass is installed in. Blender's sequencer renders all of it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / part) for part in ("core", "plugin", "host_adapters")]

from slowglass.host_adapters.blender import compat, session  # noqa: E402
from slowglass.host_adapters.blender.window import registration  # noqa: E402

SAMPLE = ROOT / "plugin" / "slowglass" / "plugin" / "sample" / "sample.mp4"
IMAGES = ROOT / "docs" / "images"
SPEED = 1 / 8
FRAMES = (25, 27, 29, 31)
"""Of the result, counted from 1: an in-between each."""
SOURCE_FRAMES = 6
CLOSE = 2
"""Which of them is also shown enlarged."""
GAP_PIXELS = 4
BLOCK = 4
"""Pixels of the clip to a pixel of the sheet."""

Picture = NDArray[np.float32]


def main(engine: str) -> None:
    """Render each way and write the sheets."""
    registration.register()
    bpy.context.preferences.addons.new().module = compat.ADDON
    vars(session)["find_engine"] = lambda configured: [
        engine, "-I", "-m", "slowglass.plugin", "worker",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        session.preferences().folder = folder
        rows = [rendered(way, Path(folder)) for way in (repeated, cross_faded, slowglass)]
    save(sheet([[smaller(p) for p in row] for row in rows]), IMAGES / "blender-ways.png")
    save(sheet([[enlarged_ball(row[CLOSE]) for row in rows]]), IMAGES / "blender-close.png")


def enlarged_ball(picture: Picture) -> Picture:
    """Return the part of the sample clip that moves most, twice as large."""
    height, width = picture.shape[:2]
    part = picture[height * 9 // 20 : height * 9 // 10, width * 7 // 10 :]
    large: Picture = np.repeat(np.repeat(part, 2, 0), 2, 1)
    return large


def new_timeline(folder: Path) -> tuple[Any, Any]:
    """Return the scene of an empty file, and its strips; results go to a folder."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.preferences.addons.new().module = compat.ADDON
    session.preferences().folder = str(folder)
    scene = bpy.context.scene
    scene.sequence_editor_create()
    if hasattr(bpy.context.workspace, "sequencer_scene"):
        bpy.context.workspace.sequencer_scene = scene
    return scene, compat.strips_of(scene.sequence_editor)


def rendered(way: Any, folder: Path) -> list[Picture]:
    """Return the frames of the clip that one way gives."""
    scene, strips = new_timeline(folder)
    clip = strips.new_movie(name="clip", filepath=str(SAMPLE), channel=1, frame_start=1)
    size = clip.elements[0]
    scene.render.resolution_x, scene.render.resolution_y = size.orig_width, size.orig_height
    scene.view_settings.view_transform = "Standard"
    clip.select, scene.sequence_editor.active_strip = True, clip
    way(scene, clip)
    return [render(scene, frame, folder / "frame.png") for frame in FRAMES]


def repeated(scene: Any, clip: Any) -> None:
    """Slow the strip down by Blender's retiming, which repeats frames."""
    with compat.sequencer_context(scene):
        window = bpy.context.window
        area = window.screen.areas[0]
        area.type = "SEQUENCE_EDITOR"
        region = next(region for region in area.regions if region.type == "WINDOW")
        with bpy.context.temp_override(area=area, region=region):
            bpy.ops.sequencer.retiming_segment_speed_set(speed=100 * SPEED)


def cross_faded(scene: Any, clip: Any) -> None:
    """Slow the strip down by the Speed Control effect, which mixes neighbours."""
    clip.frame_final_end = 1 + round(clip.frame_final_duration / SPEED)
    end = {"length": clip.frame_final_duration} if bpy.app.version >= (5, 0) else {
        "frame_end": clip.frame_final_end
    }  # fmt: skip
    below = "input1" if bpy.app.version >= (4, 4) else "seq1"
    effect = compat.strips_of(scene.sequence_editor).new_effect(
        name="speed", type="SPEED", channel=2, frame_start=1, **end, **{below: clip}
    )
    effect.speed_control, effect.speed_factor = "MULTIPLY", SPEED
    effect.use_frame_interpolate = True


def slowglass(scene: Any, clip: Any) -> None:
    """Slow the strip down by frames that are made, as many as are shown."""
    clip.frame_final_end = 1 + SOURCE_FRAMES
    bpy.ops.slowglass.retime(speed=SPEED)


def render(scene: Any, frame: int, path: Path) -> Picture:
    """Return a rendered frame, (height, width, 3), rows from the top, 0 to 1."""
    scene.frame_set(frame)
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True, scene=scene.name)
    image = bpy.data.images.load(str(path), check_existing=False)
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    picture: Picture = values.reshape(image.size[1], image.size[0], 4)[::-1, :, :3].copy()
    bpy.data.images.remove(image)
    return picture


def smaller(picture: Picture) -> Picture:
    """Return the mean of each block of pixels."""
    height, width = (length // BLOCK * BLOCK for length in picture.shape[:2])
    blocks = picture[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3)
    small: Picture = blocks.mean((1, 3))
    return small


def sheet(rows: list[list[Picture]]) -> Picture:
    """Return pictures in rows, with white between them."""

    def joined(pictures: list[Picture], axis: int) -> Picture:
        shape = list(pictures[0].shape)
        shape[axis] = GAP_PIXELS
        gap = np.ones(shape, np.float32)
        parts = [part for picture in pictures for part in (gap, picture)][1:]
        return np.concatenate(parts, axis=axis)

    return joined([joined(row, 1) for row in rows], 0)


def save(picture: Picture, path: Path) -> None:
    """Write a picture as PNG."""
    height, width = picture.shape[:2]
    image = bpy.data.images.new(path.stem, width, height)
    opaque = np.dstack([picture, np.ones((height, width), np.float32)])
    image.pixels.foreach_set(opaque[::-1].ravel())
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()


if __name__ == "__main__":
    main(sys.argv[1])
    sys.stdout.flush()
    os._exit(0)  # some versions of bpy hang when they unload
