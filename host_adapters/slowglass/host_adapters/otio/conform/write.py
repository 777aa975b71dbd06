"""The file of a conformed timeline: in the format of the cut, or as OpenTimelineIO."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import opentimelineio as otio

from slowglass.core.errors import UsageError
from slowglass.host_adapters.otio.formats import write_fcp7
from slowglass.host_adapters.otio.timeline_file import write_timeline

_OTIO, _FCP7 = ".otio", ".xml"


def check_format(source: Path, target: Path) -> None:
    """Refuse a target that the timeline would lose something in.

    Raises:
        UsageError: it is of another format than the source, and not OpenTimelineIO.
    """
    wanted, own = target.suffix.lower(), source.suffix.lower()
    if wanted not in {_OTIO, own} or wanted not in {_OTIO, _FCP7}:
        raise UsageError(
            f"expected a name that ends in {' or '.join(dict.fromkeys((own, _OTIO)))}",
            path=target,
            hint="a timeline keeps all it has in its own format, and in .otio",
        )


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
    if target.suffix.lower() == _OTIO:
        write_timeline(timeline, target)
    else:
        write_fcp7(source, relinked, target)
