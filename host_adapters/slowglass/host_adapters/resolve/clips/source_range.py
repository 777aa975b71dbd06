"""Which source frames a clip shows, and how fast: the best evidence that a version offers."""

from fractions import Fraction
from typing import Any, List, NamedTuple, Optional

from ...common import Refusal, exact_speed, source_positions
from ..api import ask, is_number
from ..capabilities import Capabilities
from .clip import Clip
from .otio_export import TimeEffect, TimelineExport
from .span import Span, simplest_speed, source_span

SPEED = "the clip's speed"
PLACES_OF_PERCENTAGE = 6
"""Beyond them a float is not what the user set."""
MOST_OFF = 2
"""Frames between two ways to tell where a source begins: one is rounded, one may be off by one."""


class SourceRange(NamedTuple):
    """The part of the source under a clip."""

    start: Fraction
    """Its first source frame, counted from the first frame of the media; of a reversed clip, too,
    the lowest."""
    speed: Fraction
    """1/2 is half; below 0 the clip runs backwards."""
    evidence: str
    """Where the speed is known from, for people."""
    is_assumed: bool = False
    """Whether nothing but habit says so: the user is to be asked, or told."""
    may_vary: bool = False
    """Whether a speed ramp would not have been seen, as source frames are not known: told, too."""

    def step(self, clip: Clip) -> Fraction:
        """Return the source frames from one frame of the timeline to the next, 0 or more."""
        return abs(self.speed) * clip.source_rate / clip.timeline_rate

    def positions(self, clip: Clip, moments: List[Fraction]) -> List[Fraction]:
        """Return the source positions that the clip shows at moments from its first frame."""
        step = self.step(clip)
        return source_positions(moments, self.start, step, clip.duration, self.speed < 0)


def source_range(item: Any, clip: Clip, can: Capabilities, export: TimelineExport) -> SourceRange:
    """Return what a clip shows, by the first of these that answers.

    The item's own speed (21.1), the timeline written as OpenTimelineIO (18.5), the source frames of
    the item (19.0.2), the assumption of normal speed. Where the source begins the export says
    exactly; the source frames of an item were seen to be off by one.

    Raises:
        Refusal: it stands still, its speed varies, or the rungs contradict each other.
    """
    span = source_span(item, clip) if can.source_frames else None
    known = _by_speed(item, clip, span) if can.speed else None
    if can.otio and (known is None or _start_is_unclear(known, clip)):
        known = _by_otio(known, export.effect_of(clip))
    if known is None and span is not None:
        known = _by_span(clip, span)
    if known is None:
        known = _assumed(clip)
    if known.speed == 0:
        raise Refusal(f"{clip.name} stands still: there is no motion to slow down")
    if span is None:
        return known._replace(may_vary=True)
    _check_span(known, clip, span)
    _check_start(known, clip, span)
    return known


def _by_speed(item: Any, clip: Clip, span: Optional[Span]) -> Optional[SourceRange]:
    """Return what the item's own speed says."""
    answer = ask(item, "GetSpeed")
    percentage: Any = answer.get("Percentage") if isinstance(answer, dict) else None
    if not is_number(percentage):
        return None
    speed = Fraction(str(round(percentage, PLACES_OF_PERCENTAGE))) / 100
    if speed == 0:
        return SourceRange(Fraction(0), speed, SPEED)
    if span is None:
        return None
    if span.start > span.end:
        speed = -abs(speed)
    return SourceRange(_start(clip, speed, span), speed, SPEED)


def _by_otio(known: Optional[SourceRange], effect: Optional[TimeEffect]) -> Optional[SourceRange]:
    """Return what the exported timeline says; of a speed that is known, where the source begins."""
    if effect is None:
        return known
    if known is not None:
        return known._replace(start=effect.start)
    speed = exact_speed(effect.speed)
    return SourceRange(effect.start, speed, "the timeline's OTIO export")


def _by_span(clip: Clip, span: Span) -> SourceRange:
    """Return the simplest speed that takes so many source frames in the time of the clip."""
    speed = simplest_speed(span.frames, clip)
    if span.start > span.end:
        speed = -speed
    start = _start(clip, speed, span)
    return SourceRange(start, speed, "the number of source frames in the clip")


def _start(clip: Clip, speed: Fraction, span: Span) -> Fraction:
    """Return the lowest source frame of the clip.

    At normal speed the left offset is exact; on a slowed clip it counts slowed frames.
    """
    if speed == 1 and clip.source_rate == clip.timeline_rate:
        return Fraction(clip.left_offset)
    return Fraction(max(0, span.lowest))


def _start_is_unclear(known: SourceRange, clip: Clip) -> bool:
    """Return whether the start is that of the source frames, which may be off.

    They may be off by one, and count from 0 or from the first number of a sequence.
    """
    plain = known.speed == 1 and clip.source_rate == clip.timeline_rate
    return known.speed != 0 and not plain


def _assumed(clip: Clip) -> SourceRange:
    """Return normal speed, where nothing tells.

    Raises:
        Refusal: the media has another rate, so that its first frame is not known either.
    """
    if clip.source_rate != clip.timeline_rate:
        raise Refusal(
            f"neither speed nor source frames of {clip.name} can be read in this version",
            "update Resolve, or conform the media to the rate of the timeline",
        )
    return SourceRange(Fraction(clip.left_offset), Fraction(1), "nothing: assumed", True)


def _check_span(known: SourceRange, clip: Clip, span: Span) -> None:
    """Refuse clips whose source frames do not fit one speed.

    Raises:
        Refusal: more frames lie between than rounding explains.
    """
    expected = clip.duration * known.step(clip)
    # One for rounding, one for a start that is off, one more where the count leaves out the last.
    most = 2 + int(clip.source_rate != clip.timeline_rate)
    if not -2 <= expected - span.frames <= most:
        raise Refusal(
            f"the speed of {clip.name} varies: at {percent(known.speed)} it would use "
            f"{float(expected):.0f} source frames, it uses {span.frames}",
            "Resolve does not tell scripts of speed ramps: cut the clip at its speed points",
        )


def _check_start(known: SourceRange, clip: Clip, span: Span) -> None:
    """Refuse clips of which Resolve says in two ways that they begin at different frames.

    Raises:
        Refusal: the ways are further apart than their rounding.
    """
    off = known.start - span.lowest
    # A sequence may be counted from 0 and only look as if it went by its numbers.
    apart = min(abs(off), abs(off - span.counted_from)) if clip.is_sequence else abs(off)
    if apart > MOST_OFF:
        raise Refusal(
            f"Resolve contradicts itself on where {clip.name} begins in its media: at frame "
            f"{float(known.start):.0f}, or at {span.lowest}",
            "a subclip? Put the whole clip on the timeline in its place, then try again",
        )


def percent(speed: Fraction) -> str:
    """Return a speed for people: 50 %, 33.33 %."""
    return (f"{float(speed * 100):.2f}").rstrip("0").rstrip(".") + " %"
