"""The one clip of a timeline that is meant."""

from __future__ import annotations

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.timing import Timecode
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.media_paths import media_path
from slowglass.host_adapters.otio.placement import Placement, placements
from slowglass.host_adapters.otio.read_clip import edited_clip
from slowglass.host_adapters.otio.timeline_file import first_frame, timeline_rate


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
    found = [
        place
        for place in placements(timeline)
        if media_path(place.clip.media_reference)
        and (not name or place.clip.name == name)
        and (not timecode or _shows(timeline, place, timecode))
    ]
    if len(found) != 1:
        listing = ", ".join(
            f"{place.clip.name} at {_label(timeline, place)}" for place in found[:8]
        )
        raise UsageError(
            f"expected one clip, {len(found)} fit{': ' if listing else ''}{listing}",
            hint="say which one with --clip NAME or --at TIMECODE",
        )
    clip = edited_clip(timeline, found[0], folder)
    if clip.speed == 0:
        raise UnsupportedMediaError(f"expected motion, {clip.name} stands still")
    if clip.curve:
        raise UnsupportedMediaError(f"expected one speed for {clip.name}, it changes")
    return clip


def _shows(timeline: otio.schema.Timeline, place: Placement, timecode: str) -> bool:
    """Return whether a clip is shown at a timecode of the timeline."""
    rate = timeline_rate(timeline)
    frame = Timecode.parse(timecode, rate).frame - first_frame(timeline)
    start = round(place.start_seconds * rate)
    return start <= frame < start + round(place.duration_seconds * rate)


def _label(timeline: otio.schema.Timeline, place: Placement) -> str:
    """Return the timecode of the timeline at which a clip begins."""
    rate = timeline_rate(timeline)
    frame = first_frame(timeline) + round(place.start_seconds * rate)
    return str(Timecode(frame, rate))
