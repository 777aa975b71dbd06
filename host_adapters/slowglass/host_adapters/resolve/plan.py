"""From a clip and a wish to a job for the engine, and to the place of its result."""

import os
from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from ...plugin.protocol import jobs
from ..common import KEPT_FORMATS, Refusal, file_name, result_frames, result_moments
from . import shown
from .api import ask, whole_frame, whole_number
from .clips import Clip, SourceRange, percent
from .wish import FORMATS, Wish

PLACES_OF_NUMBER = 6
HALF_IS_EXACT_BITS = 10
"""Code of so many bits is held apart by the 11 bits of a half float in 0..1."""


class Plan(NamedTuple):
    """What will be made, and where it belongs."""

    name: str
    """Of the result, for files and for people."""
    record_frame: int
    """First frame of the timeline that the result covers."""
    frames: int
    speed: Fraction
    """Of the result against the source, of a drawn one the mean; below 0 it runs backwards."""
    document: Dict[str, Any]
    """The engine's job."""
    pattern: str
    """Of the frames, ``clip_######.exr``, numbered from 0."""

    def in_folder(self, folder: str) -> "Plan":
        """Return the plan with its frames in a folder."""
        pattern = os.path.join(folder, self.pattern)
        return self._replace(pattern=pattern, document=dict(self.document, output=pattern))


def covered_frames(timeline: Any, clip: Clip, wish: Wish) -> Tuple[int, int]:
    """Return the first frame of the part of the clip to be retimed, from its start, and how many.

    Raises:
        Refusal: the part between In and Out is wanted, and there is none or it cannot be read.
    """
    if wish.part == "clip":
        return 0, clip.duration
    first_frame = whole_frame(timeline, "GetStartFrame")
    answer = ask(timeline, "GetMarkInOut")
    marks = answer.get("video") if isinstance(answer, dict) else None
    if not isinstance(marks, dict) or first_frame is None:
        raise Refusal(
            "In and Out of the timeline are not set, or this version does not tell them",
            "set both (Resolve 19.1 or newer), or retime the whole clip",
        )
    # Counted from the start of the timeline; the frame of Out belongs to the part.
    first = max(clip.start, first_frame + whole_number(marks.get("in", 0)))
    last = min(clip.end - 1, first_frame + whole_number(marks.get("out", clip.end)))
    if last < first:
        raise Refusal(f"{clip.name} does not lie between In and Out of the timeline")
    return first - clip.start, last - first + 1


def make_plan(clip: Clip, source: SourceRange, part: Tuple[int, int], wish: Wish) -> Plan:
    """Return what is to be made for a clip, in no folder yet.

    One frame for each frame of the timeline, each at its exact source position: so a media of
    another rate, a reversed clip and one that is slowed already need no case of their own.

    Args:
        clip: to be retimed.
        source: what it shows.
        part: what `covered_frames` returned.
        wish: what the user wants.

    Raises:
        Refusal: it would be a single frame, which Resolve takes for a still.
    """
    moments, wanted = _moments(clip, source, part, wish)
    if len(moments) < 2:
        raise Refusal(
            "the result would be a single frame, which Resolve takes for a still",
            "choose a longer part, or a lower speed",
        )
    how = "drawn" if wish.drawn else percent(abs(wanted)).replace(" %", "pc")
    name = f"{_plain_name(clip)} {how}"
    suffix = _suffix(clip, wish)
    pattern = file_name(name) + "_" + "#" * PLACES_OF_NUMBER + suffix
    positions = shown.positions(clip, source, moments)
    job = jobs.retime_job(
        clip.source,
        pattern,
        shown.time_map(clip, positions),
        first=max(0, int(min(positions))) if clip.is_sequence else None,
        start_number=0,
        quality=None if wish.model else wish.quality,
        model=wish.model or None,
        format=_format(clip, suffix, wish),
        shutter=jobs.shutter(wish.shutter_degrees, wish.shutter_phase_degrees),
        rolling_shutter=jobs.readout(wish.readout_milliseconds, wish.readout_begins),
        audio="none",
        **shown.source_options(clip),
    )
    return Plan(name, clip.start + part[0], len(moments), wanted, job, pattern)


def _moments(
    clip: Clip, source: SourceRange, part: Tuple[int, int], wish: Wish
) -> Tuple[List[Fraction], Fraction]:
    """Return the moment of the clip that each frame shows, and the speed of the result.

    Raises:
        Refusal: no speed was drawn, and it is wished for.
    """
    first, covered = part
    if wish.drawn:
        moments = shown.drawn_moments(clip, source, part)
        return moments, source.speed * covered / len(moments)
    wanted = source.speed if wish.speed is None else wish.speed
    if source.speed < 0:
        wanted = -abs(wanted)
    ratio = wanted / source.speed
    return result_moments(first, result_frames(covered, ratio), ratio), wanted


def check_take(clip: Clip, source: SourceRange, plan: Plan) -> None:
    """See before any work whether a result can become a take.

    Raises:
        Refusal: its length differs, or the clip has a speed, which Resolve may apply to the take.
    """
    hint = "place it on a track above"
    if plan.frames != clip.duration or plan.record_frame != clip.start:
        raise Refusal(
            f"a take has the length of its clip: {clip.duration} frames, not {plan.frames}",
            hint,
        )
    if source.speed != 1:
        raise Refusal(f"{clip.name} has a speed of its own, which its takes would get, too", hint)


def holds_code(clip: Clip) -> bool:
    """Return whether the frames hold display code, as their source does: OpenEXR holds light."""
    return os.path.splitext(clip.source)[1].lower() != ".exr"


def _suffix(clip: Clip, wish: Wish) -> str:
    """Return the format of the frames."""
    suffix = os.path.splitext(clip.source)[1].lower()
    keep = clip.is_sequence and suffix in KEPT_FORMATS and not wish.format
    return suffix if keep else ".exr"


def _format(clip: Clip, suffix: str, wish: Wish) -> Optional[Dict[str, str]]:
    """Return how frames are stored, where the user or another format of the source asks for it."""
    if wish.format:
        return FORMATS[wish.format]
    if suffix == os.path.splitext(clip.source)[1].lower():
        return None
    exact = 0 < clip.bit_depth <= HALF_IS_EXACT_BITS
    return FORMATS["half" if exact else "float"]


def _plain_name(clip: Clip) -> str:
    """Return the clip's name without what only files need."""
    name = os.path.splitext(clip.name)[0]
    return name.split(".[")[0].strip() or "clip"
