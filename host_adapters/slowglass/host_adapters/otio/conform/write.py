"""The file of a conformed timeline: in the format of the cut, or as OpenTimelineIO."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import opentimelineio as otio

from slowglass.core.errors import UsageError
from slowglass.host_adapters.otio.formats import write_fcp7, write_fcpx
from slowglass.host_adapters.otio.timeline_file import write_timeline

_OTIO = ".otio"
_WRITERS = {".xml": write_fcp7, ".fcpxml": write_fcpx}
"""Formats that are written from the cut's own text."""
_PICTURES_ALONE = ".fcpxml"
"""Of it only the pictures are read, so it is written in its own text alone."""


def check_format(source: Path, target: Path) -> None:
    """Refuse a target that the timeline would lose something in.

    Raises:
        UsageError: it is of another format than the source, and not OpenTimelineIO.
    """
    own = source.suffix.lower()
    kept = [own] if own in _WRITERS else []
    kept += [] if own == _PICTURES_ALONE else [_OTIO]
    if target.suffix.lower() not in kept:
        raise UsageError(
            f"expected a name that ends in {' or '.join(kept)}",
            path=target,
            hint=f"elsewhere a timeline from {own} would lose what is not conformed",
        )


def is_written_whole(target: Path) -> bool:
    """Return whether all of a timeline is written anew, and not into the cut's own text."""
    return target.suffix.lower() not in _WRITERS


def write_conformed(
    timeline: otio.schema.Timeline, source: Path, target: Path, relinked: Sequence[Any]
) -> None:
    """Write a conformed timeline.

    Args:
        timeline: with its clips relinked.
        source: the file that it was read from.
        target: to be written.
        relinked: those clips.

    Raises:
        OutputError: it cannot be written.
    """
    if is_written_whole(target):
        write_timeline(timeline, target)
    else:
        _WRITERS[target.suffix.lower()](source, relinked, target)
