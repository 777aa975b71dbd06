"""Putting a finished result into the timeline, in small steps, as one step for undo."""

import os
from typing import Any, Iterator, Tuple

import bpy

from ...common import Refusal
from .. import timeline
from ..compat import strips_of
from ..handles import start_of
from ..identity import find
from ..jobs import Job
from ..plan import Plan
from . import provenance
from .paths import shown_path
from .settle import settle
from .unfinished import remove_unfinished, unfinished_strips

FRAMES_PER_STEP = 50


def insertion(job: Job) -> Iterator[None]:
    """Insert a job's frames; a little with each step, all within one step of undo.

    The strip that grows is marked. It is looked up anew after each step, because anything may
    happen to the timeline in between, and it is taken away if the steps are not all taken.

    Raises:
        Refusal: the original, or the strip that grows, is gone.
    """
    try:
        yield from _grow(job)
        scene, original = _original(job.plan)
        settle(job, scene, original, _growing(job.plan))
    finally:
        remove_unfinished()
    push_undo("Slowglass: Insert Frames")


def _grow(job: Job) -> Iterator[None]:
    """Make the strip and give it all frames."""
    plan = job.plan
    scene, original = _original(plan)
    start = plan.reading.start + start_of(original) - plan.handles[0]
    owner = timeline.owner_of(scene, original)
    names = plan.file_names
    strip = strips_of(owner).new_image(
        name=f"{original.name} slowglass",
        filepath=shown_path(os.path.join(plan.folder, names[0])),
        channel=timeline.free_channel(owner, *_span(plan, original, start), original.channel + 1),
        frame_start=start,
    )
    strip.mute = True
    strip[provenance.UNFINISHED] = plan.strip["id"]
    job.done, job.total = 1, len(names)
    while job.done < len(names):
        strip = _growing(plan)
        for name in names[job.done : job.done + FRAMES_PER_STEP]:
            strip.elements.append(name)
        job.done = min(job.done + FRAMES_PER_STEP, len(names))
        yield


def _span(plan: Plan, original: Any, start: int) -> Tuple[int, int]:
    """Return the scene frames that a result takes, with the rest of its original around a part."""
    end = start + len(plan.file_names)
    if not plan.wish.is_part:
        return start, end
    before, after = plan.reading.start - plan.handles[0], plan.handles[1] - plan.reading.end
    return start - before, end + after


def _original(plan: Plan) -> Any:
    """Return the scene and the strip that the job is about.

    Raises:
        Refusal: it is gone.
    """
    found = find(plan.strip)
    if found is None:
        raise Refusal("the strip is gone, nothing was inserted")
    return found


def _growing(plan: Plan) -> Any:
    """Return the strip that grows.

    Raises:
        Refusal: it is gone.
    """
    for _, strip in unfinished_strips():
        if strip[provenance.UNFINISHED] == plan.strip["id"]:
            return strip
    raise Refusal("the new strip was removed while its frames were inserted")


def push_undo(message: str) -> None:
    """Make what was done one step of undo, where Blender keeps such steps."""
    windows = bpy.context.window_manager.windows
    with bpy.context.temp_override(window=bpy.context.window or (windows[0] if windows else None)):
        if bpy.ops.ed.undo_push.poll():
            bpy.ops.ed.undo_push(message=message)
