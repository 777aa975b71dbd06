"""Timeline files: read, and written whole or not at all."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from slowglass.core.atomic import replacing
from slowglass.core.errors import MissingInputError, UnsupportedMediaError
from slowglass.host_adapters.common import exact_rate
from slowglass.host_adapters.otio.formats import read_fcp7

_FCP7 = ".xml"


def read_timeline(path: str | os.PathLike[str]) -> otio.schema.Timeline:
    """Return the timeline in a file.

    Raises:
        MissingInputError: there is no such file.
        UnsupportedMediaError: it holds no timeline.
    """
    file = Path(path)
    if not file.is_file():
        raise MissingInputError("expected a timeline, found no file", path=path)
    if file.suffix.lower() == _FCP7:
        return read_fcp7(file)
    try:
        timeline = otio.adapters.read_from_file(str(file))
    except (otio.exceptions.OTIOError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise UnsupportedMediaError(f"expected OpenTimelineIO, got: {reason}", path=path) from error
    if not isinstance(timeline, otio.schema.Timeline):
        raise UnsupportedMediaError("expected an OpenTimelineIO timeline, found none", path=path)
    return timeline


def write_timeline(timeline: otio.schema.Timeline, path: str | os.PathLike[str]) -> None:
    """Write a timeline as OpenTimelineIO, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    with replacing(Path(path)) as part:
        part.write_text(timeline.to_json_string(indent=4), encoding="utf-8")


def timeline_rate(timeline: otio.schema.Timeline) -> Fraction:
    """Return the frame rate of a timeline, exactly."""
    return exact_rate(written_rate(timeline))


def written_rate(timeline: otio.schema.Timeline) -> float:
    """Return the frame rate of a timeline as its file writes it."""
    start = timeline.global_start_time
    return float((timeline.duration() if start is None else start).rate)


def first_frame(timeline: otio.schema.Timeline) -> int:
    """Return the first frame of a timeline as its timecode counts."""
    start = timeline.global_start_time
    return 0 if start is None else round(start.value)
