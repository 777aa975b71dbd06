"""Where the clips of a timeline are shown: on its tracks, and in what is nested on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from slowglass.host_adapters.common import exact_rate

Seconds = Fraction


@dataclass(frozen=True)
class Placement:
    """A clip with media, and when it is shown."""

    clip: Any
    """OpenTimelineIO's own object."""
    start_seconds: Seconds
    """From the head of the timeline."""
    duration_seconds: Seconds
    around: tuple[Any, ...]
    """What it lies in, from the timeline's own track inwards."""
    head_seconds: Seconds = Fraction(0)
    """How much earlier it is seen, in a transition from the clip before."""
    tail_seconds: Seconds = Fraction(0)
    """How much longer it is seen, in a transition to the clip after."""

    @property
    def is_enabled(self) -> bool:
        """Whether the clip is shown at all."""
        return all(item.enabled for item in (self.clip, *self.around))


def placements(timeline: otio.schema.Timeline) -> Iterator[Placement]:
    """Yield the clips of the video tracks, nested ones too, in the order of the tracks."""
    yield from _in_stack(timeline.tracks, Fraction(0), ())


def seconds(time: otio.opentime.RationalTime) -> Seconds:
    """Return a time in seconds, exactly but for the rounding of its value."""
    return Fraction(time.value) / exact_rate(time.rate)


def _in_stack(stack: Any, start: Seconds, around: tuple[Any, ...]) -> Iterator[Placement]:
    """Yield what lies in a stack that begins at ``start``, before it is trimmed."""
    for child in stack:
        if not isinstance(child, otio.schema.Track) or child.kind == otio.schema.TrackKind.Video:
            yield from _item(child, start - _trimmed_seconds(stack), around)


def _in_track(track: Any, start: Seconds, around: tuple[Any, ...]) -> Iterator[Placement]:
    """Yield what follows each other on a track that begins at ``start``, before it is trimmed."""
    start -= _trimmed_seconds(track)
    children = [None, *track, None]
    for before, child, after in zip(children, children[1:], children[2:]):
        if not isinstance(child, otio.core.Item):
            continue
        for place in _item(child, start, around):
            if place.clip is child:
                head, tail = _overlap(before, "in_offset"), _overlap(after, "out_offset")
                place = replace(place, head_seconds=head, tail_seconds=tail)
            yield place
        start += seconds(child.trimmed_range().duration)


def _item(item: Any, start: Seconds, around: tuple[Any, ...]) -> Iterator[Placement]:
    """Yield a clip, or what a stack or a track holds."""
    if isinstance(item, otio.schema.Clip):
        yield Placement(item, start, seconds(item.trimmed_range().duration), around)
    elif isinstance(item, otio.schema.Track):
        yield from _in_track(item, start, (*around, item))
    elif isinstance(item, otio.schema.Stack):
        yield from _in_stack(item, start, (*around, item))


def _trimmed_seconds(composition: Any) -> Seconds:
    """Return how much is cut off from the head of a composition."""
    shown = composition.source_range
    return Fraction(0) if shown is None else seconds(shown.start_time)


def _overlap(neighbour: Any, offset: str) -> Seconds:
    """Return how far a transition beside a clip reaches beyond it."""
    if not isinstance(neighbour, otio.schema.Transition):
        return Fraction(0)
    return seconds(getattr(neighbour, offset))
