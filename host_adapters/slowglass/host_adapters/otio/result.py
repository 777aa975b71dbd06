"""The timeline file with the result: in the form that Resolve reads, which is its own."""

from __future__ import annotations

import os
from fractions import Fraction

import opentimelineio as otio

from slowglass.host_adapters.otio.made_media import frame_range, made_range, sequence_reference


def result_clip(
    pattern: str, frames: int, frame_rate: Fraction, name: str, written_rate: float
) -> otio.schema.Clip:
    """Return a clip that shows the whole of a sequence numbered from 0.

    Args:
        pattern: of the frames, ``clip_######.exr``.
        frames: how many there are.
        frame_rate: of the timeline.
        name: of the clip.
        written_rate: the same rate as the timeline's file writes it.
    """
    shown = made_range(pattern, frames, frame_rate, written_rate)
    reference = sequence_reference(pattern, shown)
    return otio.schema.Clip(name=name, media_reference=reference, source_range=shown)


def portable_clip(clip: otio.schema.Clip, folder: str) -> otio.schema.Clip:
    """Return a clip of `result_clip` whose media is named relative to the timeline's file.

    Resolve links movies that are named so wherever the folder goes. Whether it links a sequence, in
    the name that it gives one itself, is not known: hence a file beside the other.

    Args:
        clip: names its media by an absolute path.
        folder: that the timeline's file lies in.
    """
    named = clip.media_reference
    beside = os.path.relpath(named.target_url_base, folder).replace(os.sep, "/")
    reference = otio.schema.ExternalReference(
        target_url=f"{beside}/{named.name}", available_range=named.available_range
    )
    reference.name = named.name
    return otio.schema.Clip(
        name=clip.name, media_reference=reference, source_range=clip.source_range
    )


def timeline_of(
    clip: otio.schema.Clip, name: str, first_frame: int, record_start: int
) -> otio.schema.Timeline:
    """Return a timeline that holds a clip where it belongs, and nothing else.

    Other clips would lose their grades and titles on the way through the file, so the user copies
    this one from here.

    Args:
        clip: the result.
        name: of the timeline.
        first_frame: of the timeline, as its timecode counts.
        record_start: of the clip, from the timeline's first frame.
    """
    rate = clip.source_range.duration.rate
    start = otio.opentime.RationalTime(first_frame, rate)
    timeline = otio.schema.Timeline(name=name, global_start_time=start)
    track = otio.schema.Track(name="Video 1", kind=otio.schema.TrackKind.Video)
    if record_start:
        track.append(otio.schema.Gap(source_range=frame_range(0, record_start, rate)))
    track.append(clip)
    timeline.tracks.append(track)
    return timeline
