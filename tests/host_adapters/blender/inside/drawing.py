"""Speed is drawn over a strip, and made as it was saved; the room itself is not opened here."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.handles import end_of, set_end
from slowglass.host_adapters.blender.window import drawing_operator
from slowglass.host_adapters.blender.wish import DRAWN, Placement, Wish
from tests.host_adapters.blender.inside import stage


def main(folder: str, images: str, step: str) -> dict[str, Any]:
    """Do one step, in a file of its own: what is drawn is kept in the user's settings."""
    scene = stage.set_up(folder)
    nothing = bpy.ops.slowglass.draw_speed.poll()
    clip = stage.add_images(scene, images)
    return {"nothing": nothing, **{"draw": draw, "make": make, "change": change}[step](scene, clip)}


def draw(scene: Any, clip: Any) -> dict[str, Any]:
    """Nothing is drawn yet: the command that opens the room, and what is refused."""
    before = stage.refusal(bpy.ops.slowglass.retime_drawn)
    command = opened()
    unsaved = stage.refusal(bpy.ops.slowglass.retime_drawn)
    other = stage.add_images(scene, str(Path(clip.directory)), channel=4)
    stage.select(scene, clip, other)
    two = stage.refusal(bpy.ops.slowglass.draw_speed)
    stage.select(scene, clip)
    stage.use_command([])
    return {
        "command": command,
        "refused": [before, unsaved, two, stage.refusal(bpy.ops.slowglass.draw_speed)],
        "strips": stage.strips(scene),
    }


def make(scene: Any, clip: Any) -> dict[str, Any]:
    """What was saved is made, and placed; the result stands for its original."""
    clip.blend_alpha = 0.5
    clip.keyframe_insert("blend_alpha", frame=101)
    ended = list(bpy.ops.slowglass.retime_drawn())
    result = compat.all_strips(scene.sequence_editor)["clip slowglass"]
    names = [element.filename for element in result.elements]
    told = stage.told(session.QUEUE.jobs[-1])
    stage.select(scene, result)
    command = opened()
    bpy.ops.slowglass.redo()
    again = stage.strips(scene)
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    bpy.ops.slowglass.retime_drawn()
    drawn_again = stage.told(session.QUEUE.jobs[-1])
    result = compat.all_strips(scene.sequence_editor)["clip slowglass"]
    stage.select(scene, result)
    slowed = session.plan_selected(scene, Wish(speed=Fraction(1, 2)), PLACE)[0]
    return {
        "ended": ended,
        "names": names,
        "told": told,
        "command": command,
        "strips": again,
        "drawn again": drawn_again,
        "slowed": slowed.notes,
    }


def change(scene: Any, clip: Any) -> dict[str, Any]:
    """A strip that is trimmed has no drawing until it shows the same again."""
    end = end_of(clip)
    set_end(clip, end - 4)
    trimmed = stage.refusal(bpy.ops.slowglass.retime_drawn)
    other = opened()
    set_end(clip, end)
    positions = session.plan_selected(scene, Wish(DRAWN), PLACE)[0].document["time"]
    compat.strips_of(scene.sequence_editor).remove(clip)
    return {
        "trimmed": trimmed,
        "other": other,
        "positions": positions["positions"],
        "deleted": bpy.ops.slowglass.retime_drawn.poll(),
    }


PLACE = Placement()


def opened() -> list[str]:
    """The command that Draw Speed starts."""
    started: list[list[str]] = []
    vars(drawing_operator)["start_alone"] = started.append
    command = session.engine_command()
    stage.use_engine(sys.executable)
    bpy.ops.slowglass.draw_speed()
    stage.use_command(command)
    return started[0]
