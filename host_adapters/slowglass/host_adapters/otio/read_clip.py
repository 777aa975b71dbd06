"""A clip of a timeline read: its media, its speed and its place."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.timing import Timecode
from slowglass.host_adapters.common import exact_rate, exact_speed, steady_position
from slowglass.host_adapters.otio.curve import Curve, curve_of
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.media_info import media_info
from slowglass.host_adapters.otio.media_paths import is_numbered, media_path
from slowglass.host_adapters.otio.placement import Placement, seconds
from slowglass.host_adapters.otio.timeline_file import first_frame, timeline_rate, written_rate


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
    info = media_info(source)
    rate = info.clock.frame_rate
    start = Timecode.parse(info.timecode, rate).frame if info.timecode else 0
    time = otio.opentime.RationalTime
    frames = round(info.clock.duration_seconds * rate)
    return otio.opentime.TimeRange(time(start, float(rate)), time(frames, float(rate)))
