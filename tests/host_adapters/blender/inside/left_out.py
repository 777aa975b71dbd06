"""What of masks is left out, what is refused, and what the dialog shows."""

from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.reading import picture_size
from tests.host_adapters.blender.inside import interface, stage
from tests.host_adapters.blender.inside.drawn_masks import circle, spline

SIZE = stage.WIDTH, stage.HEIGHT


def main(folder: str, images: str, layers: str) -> dict[str, Any]:
    """Return what is said of masks that a matte cannot follow in everything.

    Args:
        folder: for results.
        images: of the clip that is retimed.
        layers: an EXR of several layers.
    """
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    without = shown()
    mask = bpy.data.masks.new("roto")
    names = ("plain", "open", "half", "feather", "tracked", "hidden")
    drawn = {name: layer_of(mask, name) for name in names}
    drawn["open"].use_cyclic = False
    mask.layers["half"].alpha = 0.5
    drawn["feather"].points[0].weight = 0.2
    movie = bpy.data.movieclips.load(first_picture(clip))
    drawn["tracked"].points[0].parent.id_type = "MOVIECLIP"
    drawn["tracked"].points[0].parent.id = movie
    mask.layers["hidden"].hide_render = True
    bpy.ops.slowglass.retime(speed=0.5, mask=mask.name)
    told = stage.told(session.QUEUE.jobs[-1])
    kept = session.QUEUE.jobs[-1].plan.mattes
    [document] = kept.values()
    stage.select(scene, clip)
    empty = bpy.data.masks.new("empty")
    return {
        "told": [line for line in told if "Mask" in line],
        "layers": [layer["name"] for layer in document["layers"]],
        "empty": stage.refusal(bpy.ops.slowglass.retime, mask=empty.name),
        "unknown": stage.refusal(bpy.ops.slowglass.retime, mask="gone"),
        "dialog": [without, shown(), shown(mask.name)],
        "unwritten": unwritten(folder, mask),
        "redone": redone(scene, mask),
        "size": size_of(scene, layers),
        "clips": len(bpy.data.movieclips),
    }


def size_of(scene: Any, path: str) -> tuple[int, int]:
    """Return the size of the pictures of a strip."""
    strips = compat.strips_of(scene.sequence_editor)
    return picture_size(strips.new_image("layers", path, 9, 1))


def layer_of(mask: Any, name: str) -> Any:
    """Return the spline of a new layer."""
    return spline(mask.layers.new(name=name), circle(32, 18, 9), SIZE)


def first_picture(clip: Any) -> str:
    """Return the path of the first picture of a strip."""
    return f"{bpy.path.abspath(clip.directory)}{clip.elements[0].filename}"


def shown(mask: str = "") -> list[str]:
    """Return the options of masks that the dialog shows."""
    operator = interface.Dialog()
    operator.mask = mask
    seen = interface.drawn(
        lambda stand_in, _: interface.Dialog.draw(
            interface.with_layout(operator, stand_in), bpy.context
        )
    )
    return [line for line in seen if "mask" in line]


def unwritten(folder: str, mask: Any) -> str:
    """Return what is said where the mattes cannot be written."""
    blocked = Path(folder, "blocked")
    blocked.write_text("no folder")
    session.preferences().folder = str(blocked)
    said = stage.refusal(bpy.ops.slowglass.retime, speed=0.25, mask=mask.name)
    session.preferences().folder = folder
    return said


def redone(scene: Any, mask: Any) -> list[str]:
    """Redo the result, after the mask has moved and after it is gone."""
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    bpy.ops.slowglass.redo()
    again = sorted(session.QUEUE.jobs[-1].plan.document["mattes"])
    bpy.data.masks.remove(mask)
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    return [*again, stage.refusal(bpy.ops.slowglass.redo)]
