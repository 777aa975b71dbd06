"""Putting a finished result into the timeline, in small steps, as one step for undo."""

import os
from typing import Any, Iterator, List

import bpy

from ...common import Refusal
from .. import timeline
from ..compat import all_strips, strips_of
from ..formats import media_strip
from ..identity import Reference, find, mark, refer_to
from ..jobs import Job
from ..plan import Plan
from ..reading import sounds_of
from ..wish import Placement
from . import provenance
from .animation import carry_animation
from .look import carry_look
from .sound import insert_sound
from .succession import ripple, take_place
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
        _settle(job)
    finally:
        remove_unfinished()
    push_undo("Slowglass: Insert Frames")


def _grow(job: Job) -> Iterator[None]:
    """Make the strip and give it all frames."""
    plan = job.plan
    scene, original = _original(plan)
    start = plan.reading.start + original.frame_final_start - plan.handles[0]
    owner = timeline.owner_of(scene, original)
    names = plan.file_names
    strip = strips_of(owner).new_image(
        name=f"{original.name} slowglass",
        filepath=shown_path(os.path.join(plan.folder, names[0])),
        channel=timeline.free_channel(owner, start, start + len(names), original.channel + 1),
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


def _settle(job: Job) -> None:
    """Give the strip its look, and the timeline its order."""
    plan, placement = job.plan, job.plan.placement
    scene, original = _original(plan)
    strip = _growing(plan)
    stretch = len(plan.file_names) / (plan.reading.end - plan.reading.start)
    end = take_place(scene, original, strip, plan)
    _dress(job, scene, original, strip, stretch)
    hidden = [] if plan.wish.inside_range else [original, *_covered(scene, plan)]
    sounds: List[Any] = []
    if plan.document["audio"] == "stretch":
        sounds = _insert_sounds(job, scene, original, strip, stretch, hidden)
    partners = [other.name for other in (original, strip, *hidden, *sounds)]
    hidden = _hide(hidden, placement) if placement.mute_original else []
    _note_layers(job, scene, original, strip)
    _remember(job, strip, hidden=_marked(scene, hidden), sounds=_marked(scene, sounds))
    del strip[provenance.UNFINISHED]
    strip.mute = False
    if placement.ripple:
        ripple(scene, original, strip, end, plan.wish.inside_range, partners)
    if placement.in_meta and not placement.replaces:
        owner = timeline.owner_of(scene, original)
        timeline.group(owner, list(dict.fromkeys(partners)), f"{original.name} slowglass")


def _note_layers(job: Job, scene: Any, original: Any, strip: Any) -> None:
    """Tell which strips show something else than one might expect now."""
    owner = timeline.owner_of(scene, original)
    covered = [
        other.name
        for other in timeline.covered_by(owner, strip, original.channel)
        if provenance.original_channel(other) > original.channel
    ]
    if covered:
        job.notes.append(f"The result lies over {_listed(covered)}: move it where it belongs.")
    effects = [name for name in timeline.effects_over(owner, original) if name not in covered]
    if effects:
        job.notes.append(f"{_listed(effects)} still shows the original, its input.")


def _listed(names: List[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _hide(originals: List[Any], placement: Placement) -> List[Any]:
    """Mute originals; return those that were seen, or were hidden for the earlier result."""
    hidden = [strip for strip in originals if placement.replaces or not strip.mute]
    for strip in hidden:
        strip.mute = True
    return hidden


def _dress(job: Job, scene: Any, original: Any, strip: Any, stretch: float) -> None:
    """Carry look, colour space and animation."""
    plan = job.plan
    shown = media_strip(original)
    carry_look(scene, original, shown, strip)
    strip.colorspace_settings.name = plan.frame_format.colour_space
    if plan.frame_format.suffix == os.path.splitext(plan.reading.source)[1].lower():
        strip.alpha_mode = shown.alpha_mode
    for source in [shown] if shown == original else [shown, original]:
        carry_animation(scene, source, strip, strip.frame_final_start, stretch)
    before, after = plan.handles, (original.frame_final_start, original.frame_final_end)
    if before[1] - before[0] != after[1] - after[0]:
        job.notes.append("The strip was changed meanwhile: the result shows it as it was before.")


def _insert_sounds(
    job: Job, scene: Any, original: Any, strip: Any, stretch: float, hidden: List[Any]
) -> List[Any]:
    """Insert the stretched sound beside each of the file, which is to be hidden; return them."""
    plan = job.plan
    stem = plan.file_names[0].split(".")[0]
    path = os.path.join(plan.folder, stem + ".wav")
    sounds = []
    for sound in sounds_of(scene, original, plan.reading.source):
        if not os.path.isfile(path):
            job.notes.append("The engine made no sound: that of the original stays.")
            break
        start = strip.frame_final_start
        sounds.append(insert_sound(scene, sound, shown_path(path), start, stretch))
        hidden.append(sound)
    return sounds


def _marked(scene: Any, strips: List[Any]) -> List[Reference]:
    """Return references that last."""
    references = [refer_to(scene, strip) for strip in strips]
    for reference in references:
        mark(reference)
    return references


def _remember(job: Job, strip: Any, **partners: List[Reference]) -> None:
    """Note on the strip what it was made of."""
    plan = job.plan
    provenance.write(
        strip,
        plan.strip,
        plan.wish,
        plan.placement,
        **partners,
        manifest=job.result.get("manifest", ""),
        model=job.result.get("model", ""),
        notes=job.notes,
    )


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


def _covered(scene: Any, plan: Plan) -> List[Any]:
    """Return the strips that are seen only through the original."""
    every = all_strips(scene.sequence_editor)
    return [every[name] for name in plan.reading.covers if name in every]


def shown_path(path: str) -> str:
    """Return a path as the user's preferences want it: relative to a saved file, or absolute."""
    if bpy.data.filepath and bpy.context.preferences.filepaths.use_relative_paths:
        try:
            return str(bpy.path.relpath(path))
        except ValueError:  # another drive
            pass
    return path


def push_undo(message: str) -> None:
    """Make what was done one step of undo, where Blender keeps such steps."""
    if bpy.ops.ed.undo_push.poll():
        bpy.ops.ed.undo_push(message=message)
