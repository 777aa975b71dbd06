"""Strips to read, and what Blender itself renders of them."""

import ctypes
import os
import tempfile
from collections.abc import Iterable
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from slowglass.host_adapters.blender.compat import all_strips, sequencer_context, strips_of
from slowglass.host_adapters.blender.reading import strip_memory

AUTO_PLAYBACK_RATE, SELECTED_KEY = 1 << 17, 16


def new_scene(width: int, height: int, rate: float = 24, base: float = 1) -> Any:
    """Return the scene, set up so that display codes come through unchanged."""
    scene = bpy.context.scene
    scene.sequence_editor_clear()
    scene.sequence_editor_create()
    render, image = scene.render, scene.render.image_settings
    render.fps, render.fps_base = rate, base
    render.resolution_x, render.resolution_y, render.resolution_percentage = width, height, 100
    scene.view_settings.view_transform, scene.view_settings.look = "Standard", "None"
    render.dither_intensity, render.use_sequencer = 0.0, True
    image.file_format, image.color_mode, image.color_depth = "PNG", "RGB", "16"
    image.compression = 0
    return scene


def movie_strip(scene: Any, path: str, start: int = 1, adjusted: bool = False) -> Any:
    """Return a new movie strip, its playback rate adjusted to the scene's on request."""
    strip = strips_of(scene.sequence_editor).new_movie("clip", path, channel=1, frame_start=start)
    if adjusted:
        set_flag(strip, AUTO_PLAYBACK_RATE)
        strip.frame_start = start
    return strip


def image_strip(scene: Any, folder: str, names: Iterable[str], start: int = 1) -> Any:
    """Return a new image strip."""
    first, *others = names
    path = os.path.join(folder, first)
    strip = strips_of(scene.sequence_editor).new_image("shot", path, channel=1, frame_start=start)
    for name in others:
        strip.elements.append(name)
    return strip


def speed_effect(scene: Any, strip: Any, **properties: Any) -> Any:
    """Return a new Speed Control effect over a strip."""
    speed = effect(scene, "SPEED", strip)
    for name, value in properties.items():
        setattr(speed, name, value)
    return speed


def effect(scene: Any, kind: str, *inputs: Any) -> Any:
    """Return a new effect in the channel above its inputs, as long as the first."""
    start, end = inputs[0].frame_final_start, inputs[0].frame_final_end
    place = {"length": end - start} if bpy.app.version >= (5, 0) else {"frame_end": end}
    name = "seq" if bpy.app.version < (4, 4) else "input"
    place.update({f"{name}{k}": strip for k, strip in enumerate(inputs, start=1)})
    channel = max(strip.channel for strip in inputs) + 1
    new = strips_of(scene.sequence_editor)
    return new.new_effect(kind.lower(), kind, channel, start, **place)


def set_flag(strip: Any, flag: int) -> None:
    """Set a flag that Blender's interface does not offer."""
    struct = strip_memory.layout(bpy)[strip_memory.STRIP]
    address = strip.as_pointer() + struct.fields["flag"].offset
    ctypes.c_int.from_address(address).value |= flag


def select_key(strip: Any, index: int) -> None:
    """Select a retiming key, which only a mouse can do otherwise."""
    strip.show_retiming_keys = True
    structs = strip_memory.layout(bpy)
    keys, key = structs[strip_memory.STRIP].fields["retiming_handles"], structs[strip_memory.KEY]
    first = ctypes.c_void_p.from_address(strip.as_pointer() + keys.offset).value
    assert first
    address = first + index * key.byte_count + key.fields["flag"].offset
    ctypes.c_int.from_address(address).value |= SELECTED_KEY


def retime(scene: Any, strip: Any, operator: str, **arguments: Any) -> None:
    """Call one of the operators for retiming on a strip."""
    for other in strips_of(scene.sequence_editor):
        other.select = other == strip
    scene.sequence_editor.active_strip = strip
    with sequencer_context(scene):
        area = bpy.context.window.screen.areas[0]
        area.type = "SEQUENCE_EDITOR"
        region = next(r for r in area.regions if r.type == "WINDOW")
        with bpy.context.temp_override(area=area, region=region):
            getattr(bpy.ops.sequencer, f"retiming_{operator}")(**arguments)


def render(scene: Any, frames: Iterable[int]) -> "list[NDArray[np.float32]]":
    """Return what the sequencer shows: (height, width, 3), 8-bit codes with fractions."""
    pictures = []
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = path = os.path.join(folder, "frame.png")
        for frame in frames:
            for strip in all_strips(scene.sequence_editor):
                strip.invalidate_cache("RAW")
            scene.frame_set(frame)
            bpy.ops.render.render(write_still=True, scene=scene.name)
            pictures.append(pixels(path))
    return pictures


def pixels(path: str) -> "NDArray[np.float32]":
    """Return the pixels of a picture, upright, as 8-bit codes with fractions."""
    image = bpy.data.images.load(path)
    image.colorspace_settings.name = "Non-Color"
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    picture = values.reshape(image.size[1], image.size[0], -1)[::-1, :, :3] * 255
    bpy.data.images.remove(image)
    return picture
