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
    filmed = session.QUEUE.jobs[-1].plan.document
    bpy.ops.slowglass.retime(speed=1.0, readout=16.7, begins="bottom")
    straight = session.QUEUE.jobs[-1].plan
    return {
        "ended": ended,
        "shutter": first.document["shutter"],
        "to make": [first.to_make, len(first.file_names)],
        "told": told,
        "same wish": kept == first.wish,
        "redone": redone["shutter"],
        "strips": strips,
        "phased": phased["shutter"],
        "as filmed": [filmed.get("shutter"), filmed.get("rolling_shutter")],
        "straight": straight.document["rolling_shutter"],
        "all made": straight.to_make == len(straight.file_names),
        "same straight wish": Wish.from_plain(straight.wish.to_plain()) == straight.wish,
        "dialog": dialog(),
    }


def dialog() -> list[list[str]]:
    """The options of the shutters that are shown: off, around the frame, a phase, a readout."""
    shown, operator = [], interface.Dialog()
    names = ("shutter", "centred", "phase", "readout", "begins")
    states = ((0.0, True, 0.0), (180.0, True, 0.0), (180.0, False, 0.0), (0.0, True, 16.7))
    for operator.shutter, operator.centred, operator.readout in states:
        seen = interface.drawn(
            lambda stand_in, _: interface.Dialog.draw(
                interface.with_layout(operator, stand_in), bpy.context
            )
        )
        shown.append([line for line in seen if line.split()[-1] in names])
    return shown
