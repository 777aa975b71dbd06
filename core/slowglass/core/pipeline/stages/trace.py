"""Measured times as a file that a trace viewer opens: ui.perfetto.dev, chrome://tracing.

Source: Trace Event Format, Google, 2016: complete events ("X") and names of threads ("M"),
microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from slowglass.core.atomic import replacing
from slowglass.core.pipeline.stages.timings import Span

TRACE_MARK = b'{"otherData": {"program": "Slowglass"}'
"""The beginning of a trace of ours, so that a later run knows that it may replace it."""

_PROCESS = 1


def trace_events(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Return spans as trace events, a track for each thread."""
    spans = list(spans)
    tracks = {name: k for k, name in enumerate(dict.fromkeys(span.thread for span in spans))}
    names = [
        {"ph": "M", "name": "thread_name", "pid": _PROCESS, "tid": track, "args": {"name": name}}
        for name, track in tracks.items()
    ]
    events = [
        {
            "ph": "X",
            "name": span.stage if span.doing == "works" else span.doing,
            "cat": span.doing,
            "pid": _PROCESS,
            "tid": tracks[span.thread],
            "ts": round(1e6 * span.start_seconds),
            "dur": round(1e6 * span.seconds),
            "args": {"stage": span.stage, "processor_ms": round(1e3 * span.processor_seconds, 3)},
        }
        for span in spans
    ]
    return [*names, *events]


def write_trace(path: Path, spans: Iterable[Span]) -> None:
    """Write the trace, replacing an older one.

    Raises:
        OutputError: it could not be written.
    """
    document = {
        "otherData": {"program": "Slowglass"},
        "displayTimeUnit": "ms",
        "traceEvents": trace_events(spans),
    }
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(document), "utf-8")
