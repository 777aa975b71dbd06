"""What goes wrong on the way: for each case what the user is told, and what is left."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.jobs import job
from slowglass.host_adapters.blender.placing import settle
from slowglass.host_adapters.blender.window import handlers, pump
from tests.host_adapters.blender.inside import stage


def main(folder: str, images: str) -> dict[str, Any]:
    """Return what each case finds."""
    cases: tuple[Callable[[str, str], Any], ...] = (
        cancelled_and_resumed,
        deaf,
        killed_and_resumed,
        missing,
        newer,
        full,
        deleted,
        moved_and_trimmed,
        renamed_after_undo,
        saved_elsewhere,
        closed,
        undone_while_inserting,
        saved_while_inserting,
        frames_lost,
        no_free_channel,
        dragged,
        broken,
        mistaken,
        editing,
        not_listed,
        other_file,
    )
    found = {}
    for case in cases:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found[case.__name__] = case(str(Path(folder, case.__name__)), images)
    return found


def engines() -> list[str]:
    """The processes that this Blender has started and that still run, greeted or not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.append(path.parent.name)
    return found


def seen(scene: Any) -> dict[str, Any]:
    """What the user sees in the end."""
    [only] = session.QUEUE.jobs
    return {
        "state": only.state,
        "message": only.message,
        "hint": only.hint,
        "notes": stage.told(only),
        "strips": stage.strips(scene),
        "processes": engines(),
        "muted": [s.name for s in compat.all_strips(scene.sequence_editor) if s.mute],
        "busy": pump.is_busy(),
    }


def begin(folder: str, images: str, manner: str) -> Any:
    """A scene with a clip whose retime was started."""
    scene = stage.set_up(folder, manner)
    stage.add_images(scene, images)
    stage.start()
    return scene


def at_30_percent() -> None:
    """Tick until 24 of 80 frames are there."""
    folder = Path(session.QUEUE.jobs[0].plan.folder)
    stage.run_until(lambda: folder.is_dir() and len(list(folder.iterdir())) >= 24)


def cancel() -> float:
    """Cancel as Esc and the button do; return the seconds until the engine is gone."""
    before = time.monotonic()
    bpy.ops.slowglass.cancel()
    stage.run_to_end()
    return time.monotonic() - before


def cancelled_and_resumed(folder: str, images: str) -> Any:
    scene = begin(folder, images, "waits")
    at_30_percent()
    took = cancel()
    found = dict(seen(scene), took=took)
    stage.use_dummy("good")
    bpy.ops.slowglass.resume(job=session.QUEUE.jobs[0].number)
    found["kept"] = session.QUEUE.jobs[0].result["kept"]
    found["resumed"] = stage.strips(scene)
    return found


def deaf(folder: str, images: str) -> Any:
    scene = begin(folder, images, "deaf")
    at_30_percent()
    running = len(engines())
    took = cancel()
    return dict(seen(scene), took=took, running=running)


def killed_and_resumed(folder: str, images: str) -> Any:
    scene = begin(folder, images, "dies")
    stage.run_to_end()
    found = seen(scene)
    stage.use_dummy("good")
    bpy.ops.slowglass.retime(speed=0.25)
    found["kept"] = session.QUEUE.jobs[0].result["kept"]
    return found


def missing(folder: str, images: str) -> Any:
    scene = stage.set_up(folder)
    stage.use_command([])
    stage.add_images(scene, images)
    raised = stage.refusal(bpy.ops.slowglass.retime, speed=0.25)
    return dict(seen(scene), raised=raised)


def newer(folder: str, images: str) -> Any:
    scene = begin(folder, images, "newer")
    stage.run_to_end()
    return seen(scene)


def full(folder: str, images: str) -> Any:
    scene = begin(folder, images, "full")
    stage.run_to_end()
    return seen(scene)


def deleted(folder: str, images: str) -> Any:
    scene = begin(folder, images, "good")
    stage.run_until(lambda: session.QUEUE.jobs[0].state == job.RUNNING)
    compat.strips_of(scene.sequence_editor).remove(compat.strips_of(scene.sequence_editor)["clip"])
    stage.run_to_end()
    return seen(scene)


def moved_and_trimmed(folder: str, images: str) -> Any:
    scene = begin(folder, images, "good")
    stage.run_until(lambda: session.QUEUE.jobs[0].state == job.RUNNING)
    strip = compat.strips_of(scene.sequence_editor)["clip"]
    strip.frame_start, strip.channel, strip.name = 205, 6, "another"
    strip.frame_final_end -= 5
    stage.run_to_end()
    return seen(scene)


def renamed_after_undo(folder: str, images: str) -> Any:
    """An undo takes the mark away; the name and the file still say which strip is meant."""
    scene = stage.set_up(folder)
    stage.add_images(scene, images)
    bpy.ops.ed.undo_push(message="clip")
    scene.frame_end = 500
    bpy.ops.ed.undo_push(message="frame end")
    stage.start()
    stage.run_until(lambda: session.QUEUE.jobs[0].state == job.RUNNING)
    bpy.ops.ed.undo()
    scene = bpy.context.scene
    marked = "slowglass_id" in compat.strips_of(scene.sequence_editor)["clip"]
    stage.run_to_end()
    return dict(seen(scene), marked=marked)


def saved_elsewhere(folder: str, images: str) -> Any:
    scene = stage.set_up("//frames")
    for name in ("one", "two"):
        Path(folder, name).mkdir(parents=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(Path(folder, "one", "a.blend")))
    stage.add_images(scene, images)
    stage.start()
    stage.run_until(lambda: session.QUEUE.jobs[0].state == job.RUNNING)
    bpy.ops.wm.save_as_mainfile(filepath=str(Path(folder, "two", "b.blend")))
    stage.run_to_end()
    new = compat.strips_of(scene.sequence_editor)["clip slowglass"]
    found = dict(seen(scene), directory=new.directory)
    found["shown"] = stage.pixels(scene, 109, folder)[0]
    return found


def closed(folder: str, images: str) -> Any:
    begin(folder, images, "waits")
    at_30_percent()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = stage.new_scene()
    stage.run_until(lambda: not engines())
    return seen(scene)


def grow_half_way(folder: str, images: str) -> Any:
    """A scene whose result has some of its frames."""
    scene = begin(folder, images, "good")
    bpy.ops.ed.undo_push(message="begun")
    only = session.QUEUE.jobs[0]
    stage.run_until(lambda: only.state == job.INSERTING)
    only.step(0.0)  # one batch
    return scene


def undone_while_inserting(folder: str, images: str) -> Any:
    grow_half_way(folder, images)
    half = stage.strips(bpy.context.scene)
    for message in ("what the user did meanwhile", "and then"):
        bpy.ops.ed.undo_push(message=message)
    bpy.ops.ed.undo()  # to a step that holds the half-grown strip
    undone = stage.strips(bpy.context.scene)
    stage.run_to_end()
    found = dict(seen(bpy.context.scene), half=half, undone=undone)
    bpy.ops.ed.undo()  # to before the frames were inserted: no half-grown strip comes back
    found["back"] = stage.strips(bpy.context.scene)
    return found


def saved_while_inserting(folder: str, images: str) -> Any:
    scene = grow_half_way(folder, images)
    handlers.before_saving()
    return seen(scene)


def frames_lost(folder: str, images: str) -> Any:
    """The engine says done, but frames are not there."""
    scene = begin(folder, images, "loses")
    stage.run_to_end()
    return seen(scene)


def no_free_channel(folder: str, images: str) -> Any:
    scene = stage.set_up(folder)
    stage.add_images(scene, images, channel=128)
    stage.start()
    stage.run_to_end()
    return seen(scene)


def dragged(folder: str, images: str) -> Any:
    """The user moves strips while the frames are whole: they are inserted afterwards."""
    scene = begin(folder, images, "good")
    only = session.QUEUE.jobs[0]
    stage.run_until(lambda: only.state == job.INSERTING)
    real = pump.must_wait
    vars(pump)["must_wait"] = lambda: True
    for _ in range(5):
        pump.tick()
    meanwhile = stage.strips(scene)
    vars(pump)["must_wait"] = real
    stage.run_to_end()
    return dict(seen(scene), meanwhile=meanwhile)


def broken(folder: str, images: str) -> Any:
    """A mistake of ours while inserting: told, and nothing is left of the strip."""
    scene = begin(folder, images, "good")
    real = vars(settle)["carry_look"]
    vars(settle)["carry_look"] = lambda *_: 1 / 0
    stage.run_to_end()
    vars(settle)["carry_look"] = real
    return seen(scene)


def mistaken(folder: str, images: str) -> Any:
    """A mistake of ours before the insertion: that job ends, the next one is done."""
    begin(folder, images, "good")
    stage.start(speed=0.5)
    real = vars(job)["Engine"]
    vars(job)["Engine"] = lambda *_, **__: 1 / 0
    pump.tick()
    vars(job)["Engine"] = real
    stage.run_to_end()
    return [[one.state, one.message] for one in session.QUEUE.jobs]


def editing(folder: str, images: str) -> Any:
    """An object is edited: nothing is inserted, whose undo would not hold the strips."""
    scene = begin(folder, images, "good")
    stage.run_until(lambda: session.QUEUE.jobs[0].state == job.INSERTING)
    mesh = bpy.data.objects.new("mesh", bpy.data.meshes.new("mesh"))
    scene.collection.objects.link(mesh)
    bpy.context.view_layer.objects.active = mesh
    bpy.ops.object.mode_set(mode="EDIT")
    for _ in range(5):
        pump.tick()
    meanwhile = stage.strips(scene)
    bpy.ops.object.mode_set(mode="OBJECT")
    stage.run_to_end()
    return dict(seen(scene), meanwhile=meanwhile)


def not_listed(folder: str, images: str) -> Any:
    """Buttons of jobs that are gone."""
    begin(folder, images, "waits")
    cancel_other = stage.refusal(bpy.ops.slowglass.cancel, job=10_000)
    resume_running = stage.refusal(bpy.ops.slowglass.resume)
    cancel()
    return [cancel_other, resume_running, stage.refusal(bpy.ops.slowglass.resume, job=10_000)]


def other_file(folder: str, images: str) -> Any:
    """What had ended before another file was opened, and what was stopped by that."""
    begin(folder, images, "good")
    stage.run_to_end()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    after_end = len(session.QUEUE.jobs)
    begin(folder, images, "waits")
    pump.tick()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return [after_end, [one.message for one in session.QUEUE.jobs]]
