"""``--profile``: where the time of a job went, in lines and as a trace."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowglass.core.job import JobSpec
    from slowglass.core.pipeline import StageTime, Timings

HEAD = "seconds         busy  processor    no work    no room  items"


def trace_place(job: JobSpec) -> Path:
    """Return where the trace of a job goes: beside its manifest.

    Raises:
        OutputExistsError: something that is not ours lies there.
    """
    from slowglass.core.own_files import refuse_strangers
    from slowglass.core.pipeline import TRACE_MARK
    from slowglass.core.pipeline.delivery import target_of

    manifest = target_of(job.output).manifest_path
    place = manifest.with_name(f"{manifest.stem}.trace.json")
    refuse_strangers((place,), TRACE_MARK, (job.source,))
    return place


def write(timings: Timings, place: Path) -> list[str]:
    """Write the trace; return where the time went, in lines.

    Raises:
        OutputError: it could not be written.
    """
    from slowglass.core.pipeline import write_trace

    write_trace(place, timings.spans)
    return [
        *lines(timings.stages(), time.process_time()),
        f"trace: {place}, for ui.perfetto.dev or chrome://tracing",
    ]


def lines(times: Iterable[StageTime], processor_seconds: float) -> list[str]:
    """Return where the time went as a table.

    Args:
        times: of the stages.
        processor_seconds: that the whole process used: what no stage's own thread did was done by
            threads of libraries.
    """
    times = list(times)
    rows = [
        f"{one.stage:<10}{one.busy_seconds:>10.2f}{one.processor_seconds:>11.2f}"
        f"{one.waits_for_work_seconds:>11.2f}{one.waits_to_hand_on_seconds:>11.2f}{one.items:>7}"
        for one in times
    ]
    others = processor_seconds - sum(one.processor_seconds for one in times)
    return [HEAD, *rows, f"{'libraries':<10}{'':>10}{others:>11.2f}"]
