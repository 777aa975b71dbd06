"""A clip of a timeline file: what it shows, how fast, and where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

import opentimelineio as otio

from slowglass.core.errors import MissingInputError, UnsupportedMediaError, UsageError
from slowglass.core.timing import Timecode
from slowglass.host_adapters.common import (
    exact_rate,
    exact_speed,
    result_frames,
    result_moments,
    source_positions,
    steady_position,
)

Seconds = Fraction


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
    """Below 0 the clip runs backwards."""
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

    @property
    def timecode(self) -> str:
        """Of the timeline, where the clip begins."""
        return str(Timecode(self.first_frame + self.record_start, self.frame_rate))

    def positions(self, speed: Fraction | None) -> list[Fraction]:
        """Return the source position of each frame of the result.

        Args:
            speed: of the result against the source; None fills the speed that the clip has.

        Raises:
            UsageError: it would be a single frame, which Resolve takes for a still.
        """
        ratio = Fraction(1) if speed is None else speed / abs(self.speed)
        count = result_frames(self.duration, ratio)
        if count < 2:
            raise UsageError(f"expected a result of two frames or more, got {count}")
        step = abs(self.speed) * self.source_rate / self.frame_rate
        first = steady_position(self.start_seconds * self.source_rate)
        moments = result_moments(0, count, ratio)
        return source_positions(moments, first, step, self.duration, self.speed < 0)


def read_timeline(path: str | os.PathLike[str]) -> otio.schema.Timeline:
    """Return the timeline in a file.

    Raises:
        MissingInputError: there is no such file.
        UnsupportedMediaError: it holds no timeline.
    """
    if not Path(path).is_file():
        raise MissingInputError("expected a timeline, found no file", path=path)
    try:
        timeline = otio.adapters.read_from_file(os.fspath(path))
    except (otio.exceptions.OTIOError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise UnsupportedMediaError(f"expected OpenTimelineIO, got: {reason}", path=path) from error
    if not isinstance(timeline, otio.schema.Timeline):
        raise UnsupportedMediaError("expected an OpenTimelineIO timeline, found none", path=path)
    return timeline


def find_clip(
    timeline: otio.schema.Timeline, name: str = "", timecode: str = "", folder: str = ""
) -> EditedClip:
    """Return the clip that is meant.

    Args:
        timeline: to look in.
        name: of the clip; "": any.
        timecode: of the timeline at which the clip is shown; "": any.
        folder: that relative paths count from.

    Raises:
        UsageError: no clip or more than one fits.
        UnsupportedMediaError: it has no media of its own, stands still, or its time cannot be read.
    """
    rate = timeline_rate(timeline)
    found = [
        (clip, start)
        for clip, start in _clips(timeline)
        if (not name or clip.name == name)
        and (not timecode or _shows(clip, start, _frame(timeline, timecode, rate)))
    ]
    if len(found) != 1:
        listing = ", ".join(f"{clip.name} at {_label(timeline, at)}" for clip, at in found[:8])
        raise UsageError(
            f"expected one clip, {len(found)} fit{': ' if listing else ''}{listing}",
            hint="say which one with --clip NAME or --at TIMECODE",
        )
    clip, start = found[0]
    return _edited(timeline, clip, start, folder)


def timeline_rate(timeline: otio.schema.Timeline) -> Fraction:
    """Return the frame rate of a timeline, exactly."""
    if timeline.global_start_time is not None:
        return exact_rate(timeline.global_start_time.rate)
    return exact_rate(timeline.duration().rate)


def _clips(timeline: otio.schema.Timeline) -> Iterator[tuple[Any, int]]:
    """Yield the clips with media on video tracks, and where each begins."""
    for track in timeline.video_tracks():
        for clip in track:
            if isinstance(clip, otio.schema.Clip) and _path(clip.media_reference):
                yield clip, round(track.range_of_child(clip).start_time.value)


def _edited(
    timeline: otio.schema.Timeline, clip: Any, record_start: int, folder: str
) -> EditedClip:
    """Return what a clip shows."""
    rate = timeline_rate(timeline)
    reference = clip.media_reference
    available = reference.available_range
    used = clip.source_range or available
    first = timeline.global_start_time
    if available is None:
        raise UnsupportedMediaError(
            f"expected the range of the media of {clip.name}, found none",
            hint="export the timeline from Resolve again, with its media online",
        )
    path = _path(reference)
    source = path if os.path.isabs(path) else os.path.join(folder, path)
    return EditedClip(
        name=clip.name,
        source=source,
        source_rate=exact_rate(available.start_time.rate),
        is_sequence=isinstance(reference, otio.schema.ImageSequenceReference),
        start_seconds=_seconds(used.start_time) - _seconds(available.start_time),
        used_seconds=_seconds(used.start_time),
        media_seconds=_seconds(available.duration),
        speed=_speed(clip),
        record_start=record_start,
        duration=round(_seconds(used.duration) * rate),
        frame_rate=rate,
        timeline_name=timeline.name,
        first_frame=_first_frame(timeline),
        written_rate=used.duration.rate if first is None else first.rate,
    )


def _speed(clip: Any) -> Fraction:
    """Return the speed of a clip.

    Raises:
        UnsupportedMediaError: it stands still, or has a time effect that is not one speed.
    """
    speed = Fraction(1)
    for effect in clip.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= exact_speed(effect.time_scalar)
        elif isinstance(effect, otio.schema.TimeEffect):
            raise UnsupportedMediaError(f"expected one speed for {clip.name}, got {effect.name}")
    if speed == 0:
        raise UnsupportedMediaError(f"expected motion, {clip.name} stands still")
    return speed


def _path(reference: Any) -> str:
    """Return the movie or the pattern of a media reference, "" if it has no file."""
    if isinstance(reference, otio.schema.ExternalReference):
        return _plain_path(reference.target_url)
    if isinstance(reference, otio.schema.ImageSequenceReference):
        number = "#" * max(1, reference.frame_zero_padding)
        name = f"{reference.name_prefix}{number}{reference.name_suffix}"
        return os.path.join(_plain_path(reference.target_url_base), name)
    return ""


def _plain_path(written: str) -> str:
    """Return a path that may be written as a URL."""
    if not written.startswith("file:"):
        return written
    return url2pathname(urlparse(written).path)


def _shows(clip: Any, start: int, frame: int) -> bool:
    """Return whether a clip is shown at a frame of the timeline."""
    frames = round(clip.trimmed_range().duration.value)
    return bool(start <= frame < start + frames)


def _frame(timeline: otio.schema.Timeline, timecode: str, rate: Fraction) -> int:
    """Return the frame of the timeline at a timecode."""
    return Timecode.parse(timecode, rate).frame - _first_frame(timeline)


def _label(timeline: otio.schema.Timeline, frame: int) -> str:
    """Return the timecode of a frame of the timeline."""
    return str(Timecode(_first_frame(timeline) + frame, timeline_rate(timeline)))


def _first_frame(timeline: otio.schema.Timeline) -> int:
    """Return the first frame of a timeline as its timecode counts."""
    start = timeline.global_start_time
    return 0 if start is None else round(start.value)


def _seconds(time: otio.opentime.RationalTime) -> Seconds:
    """Return a time in seconds, exactly but for the rounding of its value."""
    return Fraction(time.value) / exact_rate(time.rate)
