"""A clip of a timeline: what it shows, how fast, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.media import open_source
from slowglass.core.timing import Timecode
from slowglass.host_adapters.common import (
    exact_rate,
    exact_speed,
    result_frames,
    result_moments,
    source_positions,
    steady_position,
)
from slowglass.host_adapters.otio.curve import Curve, curve_of, shown_at
from slowglass.host_adapters.otio.media_paths import is_numbered, media_path
from slowglass.host_adapters.otio.placement import Placement, Seconds, seconds
from slowglass.host_adapters.otio.timeline_file import first_frame, timeline_rate, written_rate


@dataclass(frozen=True)
class EditedClip:
    """A clip as a timeline shows it."""

    name: str
    source: str
    """A movie, or the pattern of a sequence."""
    source_rate: Fraction
    is_sequence: bool
    start_seconds: Seconds
    """From the head of the media to the lowest source frame of the clip."""
    used_seconds: Seconds
    """The same moment, as the timecode of the media counts."""
    media_seconds: Seconds
    """How much of the media is available: of a subclip a part of its file."""
    speed: Fraction
    """Below 0 the clip runs backwards, at 0 it stands still."""
    record_start: int
    """Frames of the timeline from its first frame."""
    duration: int
    frame_rate: Fraction
    """Of the timeline."""
    timeline_name: str
    first_frame: int
    """Of the timeline, as its timecode counts."""
    written_rate: float
    """The frame rate as the timeline's file writes it."""
    phase: Fraction = Fraction(0)
    """By how much of a frame the clip begins before ``record_start``."""
    curve: Curve = ()
    """Of a speed that changes, in the place of ``speed`` and ``start_seconds``."""

    @property
    def timecode(self) -> str:
        """Of the timeline, where the clip begins."""
        return str(Timecode(self.first_frame + self.record_start, self.frame_rate))

    @property
    def source_step(self) -> Fraction:
        """Source frames from one frame of the timeline to the next; 0 or more."""
        return abs(self.speed) * self.source_rate / self.frame_rate

    def positions(self, speed: Fraction | None) -> list[Fraction]:
        """Return the source position of each frame of a result that has the clip's place.

        Args:
            speed: of the result against the source; None fills the speed that the clip has.

        Raises:
            UsageError: it would be a single frame, which Resolve takes for a still.
        """
        ratio = Fraction(1) if speed is None else speed / abs(self.speed)
        count = result_frames(self.duration, ratio)
        if count < 2:
            raise UsageError(f"expected a result of two frames or more, got {count}")
        return self.positions_at(result_moments(0, count, ratio))

    def positions_at(self, moments: list[Fraction]) -> list[Fraction]:
        """Return the source positions at moments of the clip.

        Args:
            moments: frames of the timeline from ``record_start``; those outside the clip go on.
        """
        shifted = [moment + self.phase for moment in moments]
        if self.curve:
            seen = (shown_at(self.curve, moment / self.frame_rate) for moment in shifted)
            return [steady_position(second * self.source_rate) for second in seen]
        first = steady_position(self.start_seconds * self.source_rate)
        return source_positions(shifted, first, self.source_step, self.duration, self.speed < 0)


def edited_clip(timeline: otio.schema.Timeline, place: Placement, folder: str) -> EditedClip:
    """Return what a clip shows.

    Args:
        timeline: that it is in.
        place: of the clip.
        folder: that relative paths count from.

    Raises:
        UnsupportedMediaError: it has no file, or a time effect that is not one speed.
        InputError: nothing says how much media it has, and that cannot be read.
    """
    clip, rate = place.clip, timeline_rate(timeline)
    reference = clip.media_reference
    source = media_path(reference, folder)
    if not source:
        raise UnsupportedMediaError(f"expected a file for {clip.name}, its media is offline")
    available = reference.available_range or _range_of_file(source)
    used = clip.trimmed_range() if reference.available_range else clip.source_range or available
    start = steady_position(place.start_seconds * rate)
    end = steady_position((place.start_seconds + place.duration_seconds) * rate)
    return EditedClip(
        name=clip.name,
        source=source,
        source_rate=exact_rate(available.start_time.rate),
        is_sequence=is_numbered(reference),
        start_seconds=seconds(used.start_time) - seconds(available.start_time),
        used_seconds=seconds(used.start_time),
        media_seconds=seconds(available.duration),
        speed=_speed(clip),
        curve=_curve(clip),
        record_start=ceil(start),
        duration=ceil(end) - ceil(start),
        frame_rate=rate,
        timeline_name=timeline.name,
        first_frame=first_frame(timeline),
        written_rate=written_rate(timeline),
        phase=ceil(start) - start,
    )


def _speed(clip: Any) -> Fraction:
    """Return the speed of a clip.

    Raises:
        UnsupportedMediaError: it has a time effect that is not one speed.
    """
    speed = Fraction(1)
    for effect in clip.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= exact_speed(effect.time_scalar)
        elif isinstance(effect, otio.schema.TimeEffect) and not _curve(clip):
            raise UnsupportedMediaError(
                f"expected one speed for {clip.name}, got {effect.name or 'a time effect'}"
            )
    return speed


def _curve(clip: Any) -> Curve:
    """Return the curve of a clip whose only time effect is one, else an empty one."""
    effects = [one for one in clip.effects if isinstance(one, otio.schema.TimeEffect)]
    return curve_of(effects[0]) if len(effects) == 1 else ()


def _range_of_file(source: str) -> otio.opentime.TimeRange:
    """Return which times a file has: they count on from its timecode, else from 0.

    Raises:
        InputError: it cannot be read.
    """
    with open_source(source) as opened:
        info = opened.info
    rate = info.clock.frame_rate
    start = Timecode.parse(info.timecode, rate).frame if info.timecode else 0
    time = otio.opentime.RationalTime
    frames = round(info.clock.duration_seconds * rate)
    return otio.opentime.TimeRange(time(start, float(rate)), time(frames, float(rate)))
