"""How results look where Blender treats bytes and floats in different ways."""

import tempfile
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from tests.host_adapters.blender.inside import stage


def balance(strip: Any) -> None:
    """Colour balance in linear light, where Blender heeds that."""
    strip.use_linear_modifiers = True
    strip.modifiers.new("balance", "COLOR_BALANCE").color_balance.gain = (1.1, 0.9, 0.8)


def curve(strip: Any) -> None:
    """A curve in linear light, where Blender heeds that."""
    strip.use_linear_modifiers = True
    mapping = strip.modifiers.new("curve", "CURVES").curve_mapping
    mapping.curves[3].points.new(0.25, 0.5)
    mapping.update()


def data(strip: Any) -> None:
    """Pictures without a colour space."""
    strip.colorspace_settings.name = "Non-Color"


def several(strip: Any) -> None:
    """Settings that clip one after another."""
    strip.color_multiply = 1.3
    strip.modifiers.new("balance", "COLOR_BALANCE").color_balance.gain = (1.1, 0.9, 0.8)


def added(strip: Any) -> None:
    """Added to nothing, translucent."""
    strip.blend_type, strip.blend_alpha = "ADD", 0.75


def mask(strip: Any) -> None:
    """A modifier through a mask over half of the picture, which moves in another program's time."""
    only = bpy.data.masks.new("mask")
    spline = only.layers.new(name="half").splines.new()
    spline.points.add(3)
    for point, place in zip(spline.points, ((0, 0), (0.5, 0), (0.5, 1), (0, 1)), strict=True):
        point.co = place
    spline.use_cyclic = True
    modifier = strip.modifiers.new("masked", "COLOR_BALANCE")
    modifier.input_mask_type, modifier.input_mask_id = "ID", only


def main(sources: dict[str, str]) -> dict[str, Any]:
    """Return what each source shows with each setting, before and after it is slowed down."""
    return {
        f"{kind} {setting.__name__}": compared(source, setting)
        for kind, source in sources.items()
        for setting in (balance, curve, data, several, added, mask)
    }


def compared(source: str, setting: Any) -> dict[str, Any]:
    """Return source frame 2 of the original and of the result, and what the user is told."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with tempfile.TemporaryDirectory() as folder:
        scene = stage.set_up(folder)
        if Path(source).is_dir():
            strip = stage.add_images(scene, source)
        else:
            strips = compat.strips_of(scene.sequence_editor)
            strip = strips.new_movie("clip", source, 2, 101)
            stage.select(scene, strip)
        setting(strip)
        before = stage.pixels(scene, 103, folder)
        bpy.ops.slowglass.retime(speed=0.5)
        return {
            "before": before,
            "after": stage.pixels(scene, 105, folder),
            "notes": stage.told(session.QUEUE.jobs[0]),
        }
