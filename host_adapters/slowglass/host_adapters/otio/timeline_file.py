"""Timeline files: read, and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import opentimelineio as otio

from slowglass.core.atomic import replacing
from slowglass.core.errors import MissingInputError
from slowglass.host_adapters.common import exact_rate
from slowglass.host_adapters.otio.formats import one_timeline, read_fcp7, read_fcpx

_READERS: dict[str, Callable[[Path], otio.schema.Timeline]] = {
    ".xml": read_fcp7,
    ".fcpxml": read_fcpx,
}
_OTIO, _ADAPTERS = "otio_json", {".aaf": "AAF", ".otioz": "otioz", ".otiod": "otiod"}


def read_timeline(path: str | os.PathLike[str]) -> otio.schema.Timeline:
    """Return the timeline in a file.

    Raises:
        MissingInputError: there is no such file.
        UsageError: OpenTimelineIO's adapter for such files is not installed.
        UnsupportedMediaError: it holds no timeline.
    """
    file = Path(path)
    if not file.is_file():
        raise MissingInputError("expected a timeline, found no file", path=path)
    suffix = file.suffix.lower()
    if suffix in _READERS:
        return _READERS[suffix](file)
    return one_timeline(file, _ADAPTERS.get(suffix, _OTIO), partial(_read, file))


def _read(file: Path) -> object:
    return otio.adapters.read_from_file(os.fspath(file))


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
