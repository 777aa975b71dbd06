"""Giving a result its look once it has all frames, and the timeline its order."""

import os
from typing import Any, List

from .. import timeline
from ..compat import all_strips
from ..formats import media_strip
from ..handles import end_of, start_of
from ..identity import Reference, mark, refer_to
from ..jobs import Job
from ..plan import Plan
from ..reading import sounds_of
from ..wish import DRAWN, Placement
from . import provenance
from .animation import carry_animation
from .layer_notes import layer_notes
from .look import carry_look
from .metas import fit_metas
from .paths import shown_path
from .rest import place_rest
from .sound import insert_sounds, sound_path
from .succession import move_what_follows, take_place


def settle(job: Job, scene: Any, original: Any, strip: Any) -> None:
    """Finish a result.

    Args:
        job: that made the frames.
        scene: that holds the strips.
        original: what the result was made of.
        strip: the result, with all frames, in its place.
    """
    plan, placement = job.plan, job.plan.placement
    owner = timeline.owner_of(scene, original)
    stretch = len(plan.file_names) / (plan.reading.end - plan.reading.start)
    end, rest = take_place(scene, original, strip, plan)
    by = end_of(strip) - end
    _dress(job, scene, original, strip, stretch)

    sounds = sounds_of(scene, original, plan.reading.source)
    with_sound = plan.document["audio"] == "stretch"
    stretched = _stretched_sounds(job, scene, sounds, strip, stretch) if with_sound else []
    is_around = plan.wish.is_part and not rest and not by
    """A part as long as before lies over its original, which is seen around it."""
    cut_sounds = sounds if plan.wish.is_part and placement.mute_original else []
    hidden = [] if is_around else [original, *_covered(scene, plan), *cut_sounds]
    hidden += [sound for sound in (sounds if stretched else []) if sound not in hidden]

    keep = [other.name for other in (original, strip, *hidden, *stretched)]
    move_what_follows(owner, end, by, placement.ripple, rest, keep)
    if plan.wish.is_part and not rest and not is_around:
        rest = place_rest(scene, original, strip, plan, cut_sounds)
        if cut_sounds and not stretched:
            job.warnings.append("The part has no sound: Stretch Sound makes it.")
    hidden = _hide(hidden, placement) if placement.mute_original else []
    job.warnings += layer_notes(scene, original, strip)
    last = max(end_of(other) for other in (strip, *rest))
    job.warnings += fit_metas(scene, strip, last, by, may_shrink=bool(placement.replaces))
    _remember(
        job,
        strip,
        hidden=_marked(scene, hidden),
        sounds=_marked(scene, stretched),
        rest=_marked(scene, rest),
    )
    for new in (strip, *rest):
        new.pop(provenance.UNFINISHED, None)
    strip.mute = False
    if placement.in_meta and not placement.replaces:
        names = [*keep, *(other.name for other in rest)]
        timeline.group(owner, list(dict.fromkeys(names)), f"{original.name} slowglass")


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
    sources = [shown] if shown == original else [shown, original]
    start = start_of(strip)
    carried = [carry_animation(scene, one, strip, start, stretch) for one in sources]
    if any(carried) and plan.wish.kind == DRAWN:
        job.warnings.append("Its animation is stretched evenly, not by the drawn speed.")
    before, after = plan.handles, (start_of(original), end_of(original))
    if before[1] - before[0] != after[1] - after[0]:
        job.warnings.append(
            "The strip was changed meanwhile: the result shows it as it was before."
        )


def _stretched_sounds(
    job: Job, scene: Any, sounds: List[Any], strip: Any, stretch: float
) -> List[Any]:
    """Insert the stretched sound beside each of the file and return the strips."""
    path = sound_path(job.plan)
    if not path:
        job.warnings.append("The engine made no sound: that of the original stays.")
        return []
    return insert_sounds(scene, sounds, shown_path(path), strip, stretch)


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
        speed=str(plan.speed),
        manifest=job.result.get("manifest", ""),
        model=job.result.get("model", ""),
        quality=job.result.get("quality", ""),
        notes=[*job.warnings, *job.notes],
    )


def _covered(scene: Any, plan: Plan) -> List[Any]:
    """Return the strips that are seen only through the original."""
    every = all_strips(scene.sequence_editor)
    return [every[name] for name in plan.reading.covers if name in every]
