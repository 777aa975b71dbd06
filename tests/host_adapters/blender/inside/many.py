"""Ten strips in one go, and thousands of frames without keeping the window waiting."""

import itertools
import time
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session, wish
from slowglass.host_adapters.blender.jobs import job, queue as job_queue
from slowglass.host_adapters.blender.window import pump
from tests.host_adapters.blender.inside import sequencer, stage


def main(
    folder: str, images: str, frames: int, step_seconds: float = job_queue.STEP_SECONDS
) -> dict[str, Any]:
    """Return what all find; a step of an insertion ends once ``step_seconds`` are over."""
    usual, job_queue.STEP_SECONDS = job_queue.STEP_SECONDS, step_seconds
    try:
        found = {"ten": ten_strips(str(Path(folder, "ten")), images)}
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found["long"] = long_result(str(Path(folder, "long")), images, frames)
        bpy.ops.wm.read_factory_settings(use_empty=True)
        return {**found, "ramp": start_along_ramp(str(Path(folder, "ramp")), images, frames)}
    finally:
        job_queue.STEP_SECONDS = usual  # modules outlive a script


def ten_strips(folder: str, images: str) -> Any:
    """One call, ten jobs, one after another; the third is damaged."""
    scene = stage.set_up(folder)
    clips = [stage.add_images(scene, images, start=101 + 20 * k) for k in range(10)]
    clips[3].elements[0].filename = "gone.png"
    stage.select(scene, *clips)
    refused = stage.refusal(bpy.ops.slowglass.retime, speed=0.5)
    clips[3].select = False
    stage.start(speed=0.5)
    text = pump.status_text()
    at_once = [0]

    def is_over() -> bool:
        at_once.append(running())
        return not pump.is_busy()

    stage.run_until(is_over)
    return {
        "refused": refused,
        "status": text,
        "states": [one.state for one in session.QUEUE.jobs],
        "at_once": max(at_once),
        "results": sorted(name for name in stage.strips(scene) if "slowglass" in name),
        "overlaps": overlaps(scene),
    }


def running() -> int:
    """How many engines run."""
    return sum(one.state == job.RUNNING for one in session.QUEUE.jobs)


def overlaps(scene: Any) -> int:
    """How many pairs of strips lie over each other in one channel."""
    places = list(stage.strips(scene).values())
    return sum(
        a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
        for k, a in enumerate(places)
        for b in places[:k]
    )


def long_result(folder: str, images: str, frames: int) -> Any:
    """The longest time that the window waits: at the start, while it runs, while it inserts."""
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    for k in range(40):  # a timeline that is not empty, to be moved
        stage.add_images(scene, images, start=121 + 20 * k)
    stage.select(scene, clip)
    before = time.thread_time()
    stage.start(speed=20 / frames, ripple=True)
    starting = time.thread_time() - before
    only = session.QUEUE.jobs[0]
    making = stage.run_until(lambda: only.state == job.INSERTING)
    done: list[int] = []

    def is_over() -> bool:
        done.append(only.done)
        return not pump.is_busy()

    inserting = stage.run_until(is_over)
    new = compat.strips_of(scene.sequence_editor)["clip slowglass"]
    return {
        "state": only.state,
        "frames": len(new.elements),
        "starting": starting,
        "making": max(making),
        "inserting": max(inserting),
        "steps": len(inserting),
        "most_in_a_step": max(after - before for before, after in itertools.pairwise(done)),
        "followed": stage.strips(scene)["clip.001"],
    }


def start_along_ramp(folder: str, images: str, frames: int) -> Any:
    """How long the window waits for the start where the curve is hardest to follow."""
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    sequencer.retime(scene, clip, "key_add", timeline_frame=109)
    sequencer.retime(scene, clip, "segment_speed_set", speed=37)
    sequencer.select_key(clip, 1)
    sequencer.retime(scene, clip, "transition_add", duration=6)
    stage.select(scene, clip)
    wanted = wish.Wish(length=frames)
    before = time.thread_time()
    [plan] = session.plan_selected(scene, wanted, wish.Placement())
    took = time.thread_time() - before
    return {"starting": took, "frames": len(plan.file_names), "curved": plan.to_make}
