"""Draw the picture of Blender's masks in docs/layers.md: a ball that crosses a post, retimed.

BPY_PYTHON -m tools.mask_picture ENGINE_PYTHON    writes docs/images/layers-masks.png

Run it from the repository's root with a Python that has bpy, such as .venv-bpy/4.5/bin/python, and
numpy. The engine's Python is the one that Slowglass is installed in. From the left: a rendered
frame with the masks, what is made after it without and with them, and what is rendered there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from tools.blender_pictures import IMAGES, Picture, new_timeline, save, sheet

from slowglass.host_adapters.blender import session  # isort: skip
from slowglass.host_adapters.blender.window import registration  # isort: skip
from tests.host_adapters.blender.inside.drawn_masks import circle, key, put, spline  # isort: skip

SIZE = WIDTH, HEIGHT = 256, 148
BALL, POST = 30, 44
"""Radius, and width, in pixels."""
STEP = 36
"""Pixels from one frame to the next: the ball to the right, the post to the left."""
FIRST, FRAMES = 1, 3
SHOWN, MADE = 1, 4
"""Index of the frame that is shown with masks, and number of the made one half a frame after it."""
LINES = ((1.0, 0.75, 0.1), (0.2, 0.9, 1.0))


def ball(time: float) -> tuple[float, float]:
    """Return the middle of the ball, in pixels from the upper left corner."""
    return 70 + STEP * time, 78


def post(time: float) -> list[tuple[float, float]]:
    """Return the corners of the post."""
    left = 108 - STEP / 9 * time
    return [(left, -20), (left + POST, -20), (left + POST, HEIGHT + 20), (left, HEIGHT + 20)]


def main(engine: str) -> None:
    """Render, retime, and write the sheet."""
    registration.register()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = folder / "frames"
        frames.mkdir()
        build()
        paths = [render(time, frames / f"shot.{FIRST + time:04d}.png") for time in range(FRAMES)]
        true = pixels(render(SHOWN + 0.5, folder / "true.png"))
        outlined = pixels(paths[SHOWN])
        made = retimed(engine, folder, paths)
        draw(outlined, [circle(*ball(SHOWN), BALL, 64), post(SHOWN)])
        save(sheet([[outlined, made[""]], [made["masks"], true]]), IMAGES / "layers-masks.png")


def build() -> None:
    """Set a ball and a post before a wall, each with a pattern of its own."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    bpy.ops.object.camera_add(location=(0, 0, 10))
    scene.camera = bpy.context.object
    scene.camera.data.type, scene.camera.data.ortho_scale = "ORTHO", WIDTH
    bpy.ops.mesh.primitive_plane_add(size=2 * WIDTH)
    paint("TexNoise", (0.10, 0.16, 0.13), (0.45, 0.5, 0.36), Scale=20, Detail=0)
    bpy.ops.mesh.primitive_plane_add(size=1, location=(0, 0, 1))
    bpy.context.object.name = "post"
    bpy.context.object.scale = POST, HEIGHT + 40, 1
    paint("TexNoise", (0.2, 0.1, 0.05), (0.95, 0.8, 0.5), Scale=16, Detail=0)
    bpy.ops.mesh.primitive_uv_sphere_add(radius=BALL, segments=64, ring_count=32)
    bpy.context.object.name = "ball"
    bpy.context.object.location.z, bpy.context.object.scale.z = 3, 0.02
    paint("TexVoronoi", (0.75, 0.1, 0.07), (1.0, 0.75, 0.6), Scale=7)
    scene.render.engine, scene.cycles.samples = "CYCLES", 32
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.view_settings.view_transform = "Standard"


def paint(kind: str, dark: tuple[float, ...], light: tuple[float, ...], **inputs: float) -> None:
    """Let the active object shine in two colours of a pattern that moves with it."""
    material = bpy.data.materials.new(kind)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    place, pattern, ramp, shine, output = (
        tree.nodes.new(f"ShaderNode{name}")
        for name in ("TexCoord", kind, "ValToRGB", "Emission", "OutputMaterial")
    )
    for name, value in inputs.items():
        pattern.inputs[name].default_value = value
    for end, colour in zip(ramp.color_ramp.elements, (dark, light), strict=True):
        end.color = (*colour, 1)
    result = pattern.outputs.get("Fac") or pattern.outputs.get("Distance") or pattern.outputs[0]
    tree.links.new(place.outputs["Generated"], pattern.inputs["Vector"])
    tree.links.new(result, ramp.inputs[0])
    tree.links.new(ramp.outputs[0], shine.inputs[0])
    tree.links.new(shine.outputs[0], output.inputs[0])
    bpy.context.object.data.materials.append(material)


def render(time: float, path: Path) -> Path:
    """Render the scene at a time in frames."""
    left, _ = post(time)[0]
    for name, (x, y) in (("ball", ball(time)), ("post", (left + POST / 2, HEIGHT / 2))):
        bpy.data.objects[name].location[:2] = x - WIDTH / 2, HEIGHT / 2 - y
    bpy.context.scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
    return path


def retimed(engine: str, folder: Path, paths: list[Path]) -> dict[str, Picture]:
    """Return the made frame without masks and with them, by the name of the mask."""
    scene, strips = new_timeline(folder)
    vars(session)["find_engine"] = lambda configured: [
        engine, "-I", "-m", "slowglass.plugin", "worker",
    ]  # fmt: skip
    clip = strips.new_image("clip", str(paths[0]), channel=1, frame_start=FIRST)
    for path in paths[1:]:
        clip.elements.append(path.name)
    draw_masks(scene)
    made = {}
    for mask in ("", "masks"):
        for strip in strips:
            strip.select = strip == clip
        scene.sequence_editor.active_strip = clip
        bpy.ops.slowglass.retime(speed=0.5, quality="good", mask=mask)
        result = session.QUEUE.jobs[-1].plan
        made[mask] = pixels(Path(result.folder) / result.file_names[MADE - 1])
    return made


def draw_masks(scene: Any) -> None:
    """Draw a mask with a layer for the ball and one for the post, behind it, keyed at both ends."""
    mask = bpy.data.masks.new("masks")
    rounds = spline(mask.layers.new(name="ball"), circle(*ball(0), BALL), SIZE, "AUTO")
    square = spline(mask.layers.new(name="post"), post(0), SIZE)
    for time in (0, FRAMES - 1):
        put(rounds, circle(*ball(time), BALL), SIZE)
        put(square, post(time), SIZE)
        key(scene, mask, FIRST + time)


def pixels(path: Path) -> Picture:
    """Return a picture, (height, width, 3), rows from the top, 0 to 1."""
    image = bpy.data.images.load(str(path), check_existing=False)
    image.colorspace_settings.name = "Non-Color"
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    picture: Picture = values.reshape(HEIGHT, WIDTH, -1)[::-1, :, :3].copy()
    bpy.data.images.remove(image)
    return picture


def draw(picture: Picture, shapes: list[list[tuple[float, float]]]) -> None:
    """Draw closed lines into a picture."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    for corners, colour in zip(shapes, LINES, strict=True):
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            length = (x2 - x1) ** 2 + (y2 - y1) ** 2
            part = np.clip(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0, 1)
            away = np.hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1))
            line = np.clip(1.6 - away, 0, 1)[..., None].astype(np.float32)
            picture[:] = picture * (1 - line) + line * np.array(colour, np.float32)


if __name__ == "__main__":
    main(sys.argv[1])
    sys.stdout.flush()
    os._exit(0)  # some versions of bpy hang when they unload
