"""What a clip shows, as the engine's jobs say it, and the speed that is drawn over it."""

from fractions import Fraction
from typing import Any, Dict, List, Tuple

from ...plugin.protocol import drawings, jobs
from ..common import Refusal, result_moments
from .clips import Clip, SourceRange


def positions(clip: Clip, source: SourceRange, moments: List[Fraction]) -> List[Fraction]:
    """Return the positions in the file that are shown at moments from the clip's first frame."""
    return [clip.first_index + position for position in source.positions(clip, moments)]


def time_map(clip: Clip, shown: List[Fraction]) -> Dict[str, Any]:
    """Return which source frames are shown: of a movie by the moment, as Resolve shows them.

    Its frames may have come at any time; Resolve counts evenly, at a rate that the user may set.
    """
    if clip.is_sequence:
        return jobs.positions(shown, clip.timeline_rate)
    return jobs.positions(
        shown,
        clip.timeline_rate,
        position_rate=clip.source_rate,
        position_count=clip.source_frames or None,
    )


def source_options(clip: Clip) -> Dict[str, Any]:
    """Return the keys of a job that say how the source is read."""
    return {"source_rate": clip.source_rate if clip.is_sequence else None, "colour": "keep_code"}


def begin_drawing(clip: Clip, source: SourceRange) -> str:
    """Return the path of the file in which speed can be drawn over a whole clip.

    Raises:
        OSError: it could not be written.
    """
    return drawings.begin_drawing(_shown_job(clip, source, (0, clip.duration)))


def drawn_moments(clip: Clip, source: SourceRange, part: Tuple[int, int]) -> List[Fraction]:
    """Return the moments that the drawn speed asks for, in frames from the clip's first one.

    Raises:
        Refusal: no speed was drawn over what is shown now.
    """
    found = drawings.drawn_moments(_shown_job(clip, source, part))
    if not found:
        raise Refusal(
            f"no speed was drawn and saved for what {clip.name} shows now",
            "choose Draw speed; what was drawn before a trim counts again once it is undone",
        )
    return [part[0] + moment for moment in found]


def has_drawing(clip: Clip, source: SourceRange) -> bool:
    """Return whether a speed was drawn and saved for a whole clip as it is now."""
    return bool(drawings.drawn_moments(_shown_job(clip, source, (0, clip.duration))))


def _shown_job(clip: Clip, source: SourceRange, part: Tuple[int, int]) -> Dict[str, Any]:
    """Return a job that shows what is seen now."""
    moments = result_moments(part[0], part[1], Fraction(1))
    time = time_map(clip, positions(clip, source, moments))
    return jobs.retime_job(clip.source, "seen.####.exr", time, **source_options(clip))
