"""What was made, as the media of a timeline."""

from __future__ import annotations

import os
from fractions import Fraction

import opentimelineio as otio

from slowglass.core.media import open_source
from slowglass.core.timing import Timecode


def made_range(
    path: str, frames: int, frame_rate: Fraction, written_rate: float
) -> otio.opentime.TimeRange:
    """Return the times that a result has: they count on from its timecode, if the source had one.

    Args:
        path: of a movie, or the pattern of a sequence numbered from 0.
        frames: how many there are.
        frame_rate: of the timeline.
        written_rate: the same rate as the timeline's file writes it.

    Raises:
        InputError: it cannot be read.
    """
    with open_source(path, frame_rate) as source:
        timecode = source.info.timecode
    start = Timecode.parse(timecode, frame_rate).frame if timecode else 0
    return frame_range(start, frames, written_rate)


def sequence_reference(
    pattern: str, available: otio.opentime.TimeRange
) -> otio.schema.ImageSequenceReference:
    """Return the reference to a sequence that is numbered from 0.

    Args:
        pattern: of the frames, ``clip_######.exr``.
        available: as `made_range` has it.
    """
    folder, file_name = os.path.split(os.path.abspath(pattern))
    prefix, padding, suffix = file_name.partition("#" * file_name.count("#"))
    frames = round(available.duration.value)
    reference = otio.schema.ImageSequenceReference(
        target_url_base=folder,
        name_prefix=prefix,
        name_suffix=suffix,
        start_frame=0,
        frame_step=1,
        rate=available.duration.rate,
        frame_zero_padding=len(padding),
        available_range=available,
    )
    reference.name = f"{prefix}[{0:0{len(padding)}}-{frames - 1:0{len(padding)}}]{suffix}"
    return reference


def frame_range(start: float, frames: float, rate: float) -> otio.opentime.TimeRange:
    """Return a range in frames."""
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(start, rate), time(frames, rate))
