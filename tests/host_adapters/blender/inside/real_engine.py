"""The add-on with the real engine: a movie with sound, stopped at 30 %, cut off by a crash."""

import time
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.window import pump
from tests.host_adapters.blender.inside import stage


def main(step: str, folder: str, movie: str, engine: str) -> dict[str, Any]:
    """Take one step of the story: "stop", "crash", "finish" or "part"."""
    scene = stage.set_up(folder)
    stage.use_engine(engine)
    session.preferences().model, session.preferences().device = "blend", "cpu"
    strips = compat.strips_of(scene.sequence_editor)
    clip = strips.new_movie(name="clip", filepath=movie, channel=1, frame_start=1)
    if has_sound():
        strips.new_sound(name="sound", filepath=movie, channel=2, frame_start=1)
    stage.select(scene, clip)
    if step == "part":
        return part(scene)
    if step == "finish":
        return finish(scene)
    stage.start(speed=1 / 16, with_sound=True)
    only = session.QUEUE.jobs[0]
    stage.run_until(lambda: only.stage == "make" and only.progress >= 0.3)
    process: Any = only._engine and only._engine._process
    found: dict[str, Any] = {"process": process.pid, "done": only.done, "total": only.total}
    if step == "stop":
        before = time.monotonic()
        pump.cancel()
        stage.run_to_end()
        found["took"] = time.monotonic() - before
    return {**found, "strips": stage.strips(scene), "folder": only.plan.folder}


def has_sound() -> bool:
    """Whether this build of Blender knows sound; the bpy module of 4.2 does not."""
    return bool(bpy.app.build_options.audaspace)


def finish(scene: Any) -> dict[str, Any]:
    """The same again, to its end."""
    bpy.ops.slowglass.retime(speed=1 / 16, with_sound=True)
    strips = compat.strips_of(scene.sequence_editor)
    sound = strips.get("sound slowglass")
    found = {
        "kept": session.QUEUE.jobs[0].result["kept"],
        "frames": session.QUEUE.jobs[0].result["frames"],
        "strips": stage.strips(scene),
        "has_sound": has_sound(),
        "sound": sound and bpy.path.abspath(sound.sound.filepath),
        "muted": muted(strips),
    }
    return {**found, **afterwards(scene, strips)} if has_sound() else found


def part(scene: Any) -> dict[str, Any]:
    """Frames 3 and 4 of the clip at half speed, with their sound."""
    scene.frame_start, scene.frame_end = 3, 4
    bpy.ops.slowglass.retime(speed=0.5, inside_range=True, with_sound=True)
    [only] = session.QUEUE.jobs
    return {
        "strips": stage.strips(scene),
        "muted": muted(compat.strips_of(scene.sequence_editor)),
        "warnings": only.warnings,
        "notes": only.notes,
        "has_sound": has_sound(),
    }


def afterwards(scene: Any, strips: Any) -> dict[str, Any]:
    """What is muted while the original is shown; what is left when the result is redone."""
    stage.select(scene, strips["clip slowglass"])
    bpy.ops.slowglass.show_original()
    shown = muted(strips)
    bpy.ops.slowglass.show_original()
    again = muted(strips)
    bpy.ops.slowglass.redo(speed=1 / 4)
    return {"muted_for_original": shown, "muted_again": again, "redone": stage.strips(scene)}


def muted(strips: Any) -> list[str]:
    """The names of the strips that are neither seen nor heard."""
    return sorted(strip.name for strip in strips if strip.mute)
