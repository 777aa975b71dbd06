"""OpenTimelineIO's adapters for other formats, which are installed apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError, UsageError

EXTRA = "slowglass[timelines]"


def one_timeline(path: Path, adapter: str, read: Callable[[], Any]) -> otio.schema.Timeline:
    """Return the timeline that an adapter reads.

    Args:
        path: of the file.
        adapter: its name.
        read: calls it.

    Raises:
        UsageError: it is not installed.
        UnsupportedMediaError: there is no timeline in the file, or several.
    """
    if adapter not in otio.adapters.available_adapter_names():
        raise UsageError(
            f"expected OpenTimelineIO's adapter {adapter}, it is not installed",
            path=path,
            hint=f'pip install "{EXTRA}"',
        )
    try:
        found = read()
    except Exception as error:  # adapters raise whatever their own code runs into
        reason = " ".join(str(error).split())
        raise UnsupportedMediaError(f"expected a timeline, got: {reason}", path=path) from error
    timelines = list(found) if isinstance(found, otio.schema.SerializableCollection) else [found]
    timelines = [one for one in timelines if isinstance(one, otio.schema.Timeline)]
    if len(timelines) != 1:
        names = ", ".join(one.name for one in timelines)
        raise UnsupportedMediaError(
            f"expected one timeline, got {len(timelines)}{names and f': {names}'}",
            path=path,
            hint="export the one timeline alone",
        )
    return timelines[0]
