"""A shutter that is asked for in the dialog; the dummy engine makes no blur, it gets the job."""

from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.wish import Wish
from tests.host_adapters.blender.inside import interface, stage


def main(folder: str, images: str) -> dict[str, Any]:
    """At 100 %, redone, slowed again, filled; and what the dialog shows."""
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    ended = list(bpy.ops.slowglass.retime(speed=1.0, shutter=172.8))
    first = session.QUEUE.jobs[-1].plan
    told, kept = stage.told(session.QUEUE.jobs[-1]), Wish.from_plain(first.wish.to_plain())
    result = compat.all_strips(scene.sequence_editor)["clip slowglass"]
    stage.select(scene, result)
    bpy.ops.slowglass.redo()
    redone = session.QUEUE.jobs[-1].plan.document
    strips = stage.strips(scene)
    stage.select(scene, clip)
    bpy.ops.slowglass.retime(speed=0.5, shutter=180.0, centred=False, phase=-45.0)
    phased = session.QUEUE.jobs[-1].plan.document
    bpy.ops.slowglass.retime(speed=0.5)
    return {
        "ended": ended,
        "shutter": first.document["shutter"],
        "to make": [first.to_make, len(first.file_names)],
        "told": told,
        "same wish": kept == first.wish,
        "redone": redone["shutter"],
        "strips": strips,
        "phased": phased["shutter"],
        "as filmed": session.QUEUE.jobs[-1].plan.document.get("shutter"),
        "dialog": dialog(),
    }


def dialog() -> list[list[str]]:
    """The options of the shutter that are shown: off, around the frame, with a phase."""
    shown, operator = [], interface.Dialog()
    for operator.shutter, operator.centred in ((0.0, True), (180.0, True), (180.0, False)):
        seen = interface.drawn(
            lambda stand_in, _: interface.Dialog.draw(
                interface.with_layout(operator, stand_in), bpy.context
            )
        )
        shown.append([line for line in seen if line.split()[-1] in ("shutter", "centred", "phase")])
    return shown
