"""Which source frames an item shows, and what Resolve says about it."""

import math
from fractions import Fraction
from typing import Any, Dict, Optional, Tuple

from .model import Item, Media, Timeline


def per_frame(item: Item, timeline: Timeline) -> Fraction:
    """Return how many source frames go by in one frame of the timeline, negative in reverse."""
    if item.media is None:
        return Fraction(0)
    if item.ramp_span is not None:
        return item.ramp_span / item.duration
    return item.speed * item.media.rate / timeline.rate


def span(item: Item, timeline: Timeline) -> Fraction:
    """Return how many source frames an item consumes."""
    return abs(per_frame(item, timeline)) * item.duration


def source_frames(item: Item, timeline: Timeline, behaviour: Dict[str, Any]) -> Tuple[int, int]:
    """Return the first and the last source frame in the way that Resolve says them.

    In the media's own rate; the end is exclusive where the rates are equal and inclusive where
    not; in reverse the first is the greater. A sequence counts in its file numbers, a subclip
    from the head of its movie.
    """
    if item.media is None or item.source_unknown:
        return 0, 0
    first = item.media.start_number
    if item.media.sequence and behaviour["sequence_source_frames"] == "zero":
        first = 0
    low = math.floor(item.source_start) + first + int(behaviour["source_start_error"])
    high = math.floor(item.source_start + span(item, timeline)) + first
    if item.media.rate != timeline.rate:
        high -= 1
    return (high, low) if item.speed < 0 else (low, high)


def source_seconds(item: Item, timeline: Timeline) -> Tuple[float, float]:
    """Return the source range in seconds on the media's timecode; whole frames when retimed."""
    if item.media is None or item.source_unknown:
        return 0.0, 0.0
    length = span(item, timeline)
    if item.speed != 1:
        length = Fraction(math.ceil(length))
    low = item.media.head_seconds + item.source_start / item.media.rate
    high = low + length / item.media.rate
    return (float(high), float(low)) if item.speed < 0 else (float(low), float(high))


def offsets(item: Item, timeline: Timeline) -> Tuple[Fraction, Fraction]:
    """Return the handles before and after an item, in frames as retimed: position / speed."""
    step = abs(per_frame(item, timeline))
    if item.media is None or not step or item.media.still:
        return Fraction(0), Fraction(0)
    before = item.source_start
    after = item.media.frames - item.source_start - span(item, timeline)
    if item.speed < 0:
        before, after = after, before
    return before / step, after / step


def shown_frame(item: Item, timeline: Timeline, frame: int) -> Optional[int]:
    """Return which frame of its media, from 0, an item shows; None where the media has none."""
    media = item.media
    if media is None or not item.renders or not media.online:
        return None
    if media.still:
        return 0
    step = per_frame(item, timeline)
    passed = frame - item.start
    position = item.source_start + passed * step
    if step < 0:
        position = item.source_start + span(item, timeline) + (passed + 1) * step
    shown = math.floor(position)
    return shown if 0 <= shown < media.frames else None


def record_frames(source_length: Fraction, media: Media, timeline: Timeline) -> int:
    """Return how long a stretch of media is on a timeline, rounded down."""
    return math.floor(source_length * timeline.rate / media.rate)
