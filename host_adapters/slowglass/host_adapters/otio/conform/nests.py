"""Nests that are retimed as a whole: their speed is given to what lies in them.

The picture is the same, and each clip then has one speed that can be made. So it is with every
speed effect of an AAF, which OpenTimelineIO reads as a nest around one clip.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import opentimelineio as otio

from slowglass.host_adapters.common import exact_speed

Frames = Fraction


def push_speeds_down(item: Any) -> None:
    """Give the speeds of nests in an item to their clips, gaps and transitions, however deep.

    Nests that stand still, or whose speed is not one, stay as they are.

    Args:
        item: any; the stack of a timeline for all of it.
    """
    if not isinstance(item, otio.core.Composition):
        return
    for child in item:
        push_speeds_down(child)
    warps = [one for one in item.effects if isinstance(one, otio.schema.LinearTimeWarp)]
    speed = Fraction(1)
    for warp in warps:
        speed *= exact_speed(warp.time_scalar)
    if warps and speed != 0:
        shown = item.trimmed_range()
        used = _scaled(shown.duration, 1 / abs(speed))  # of the inside
        start = _retime_inside(item, speed, otio.opentime.TimeRange(shown.start_time, used))
        item.source_range = otio.opentime.TimeRange(start, shown.duration)
        item.effects[:] = [one for one in item.effects if one not in warps]


def _retime(item: Any, speed: Fraction) -> None:
    """Let an item play at a speed, for as much longer or shorter."""
    if isinstance(item, otio.schema.Transition):
        head, tail = _scaled(item.in_offset, speed), _scaled(item.out_offset, speed)
        item.in_offset, item.out_offset = (head, tail) if speed > 0 else (tail, head)
        return
    shown = item.trimmed_range()
    start = shown.start_time
    if isinstance(item, otio.core.Composition):
        start = _retime_inside(item, speed, shown)
    else:
        _move_markers(item, start, speed)
        if isinstance(item, otio.schema.Clip):
            item.effects.append(otio.schema.LinearTimeWarp("speed", float(speed)))
    item.source_range = otio.opentime.TimeRange(start, _scaled(shown.duration, speed))


def _retime_inside(item: Any, speed: Fraction, used: otio.opentime.TimeRange) -> Any:
    """Retime what lies in a nest; return where the part of it that is used begins then."""
    length = item.available_range().duration
    _move_markers(item, otio.opentime.RationalTime(0, length.rate), speed)
    children = list(item)
    for child in children:
        if speed < 0 and isinstance(child, otio.schema.Track):
            _fill(child, length)
        _retime(child, speed)
    if speed > 0:
        return _scaled(used.start_time, speed)
    if isinstance(item, otio.schema.Track):
        item[:] = []
        item.extend(reversed(children))
    return _scaled(length - used.end_time_exclusive(), speed)


def _fill(track: Any, length: Any) -> None:
    """Make a track as long as those beside it: backwards they begin where they ended together."""
    missing = length - track.trimmed_range().duration
    if missing.value > 0:
        track.append(otio.schema.Gap(duration=missing))


def _move_markers(item: Any, origin: Any, speed: Fraction) -> None:
    """Keep markers at the pictures that they are at, as far as these stay."""
    for marker in item.markers:
        start = origin + _scaled(marker.marked_range.start_time - origin, speed)
        length = _scaled(marker.marked_range.duration, speed)
        marker.marked_range = otio.opentime.TimeRange(start, length)


def _scaled(time: otio.opentime.RationalTime, speed: Fraction) -> otio.opentime.RationalTime:
    """Return how long a time lasts at a speed, whichever way it runs."""
    return otio.opentime.RationalTime(float(Fraction(time.value) / abs(speed)), time.rate)
