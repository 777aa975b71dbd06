"""A job done, or shown, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slowglass.plugin import profile
from slowglass.plugin.cli import show
from slowglass.plugin.cli.signals import SIGNALS

if TYPE_CHECKING:
    from slowglass.core import JobSpec, RetimeResult
    from slowglass.core.pipeline import Looked
    from slowglass.core.timing import FramePlan


def perform(
    job: JobSpec,
    *,
    dry_run: bool,
    as_json: bool,
    part: tuple[int | None, int | None] | None = None,
    looked: Looked | None = None,
    profiled: bool = False,
) -> None:
    """Do the job, or the frames of these numbers alone, or show what it would do.

    Args:
        job: what to do.
        dry_run: only show the frame map.
        as_json: print for machines.
        part: numbers of the frames; None: do the job.
        looked: what was seen of the source before.
        profiled: show where the time of the job went, and write a trace.
    """
    from slowglass.core.pipeline import Progress, Timings

    timings = Timings(wanted=profiled)
    with show.progress(quiet=as_json) as on_progress:
        on_progress(Progress("open", 0, 1))  # to load the engine takes seconds
        if dry_run:
            from slowglass.core.pipeline import frame_map

            show.result(*_frame_map(frame_map(job, on_progress)), as_json=as_json)
            return
        with timings.span("start"):
            from slowglass.core.pipeline import retime, retime_part

        trace = profile.trace_place(job) if profiled else None
        with SIGNALS.between_frames(on_progress) as (report, stop):
            if part is None:
                result = retime(
                    job, looked=looked, on_progress=report, cancelled=stop, timings=timings
                )
            else:
                result = retime_part(job, *part, looked=looked, on_progress=report, cancelled=stop)
    for sentence in result.notes:
        show.note(f"Note: {sentence}")
    show.result(result.to_json(), _summary(result), as_json=as_json)
    if trace is not None:
        show.note("\n".join(profile.write(timings, trace)))


def _frame_map(plan: FramePlan) -> tuple[dict[str, Any], list[str]]:
    """Return a frame map for machines and for people."""
    from slowglass.core.pipeline import rows

    table = list(rows(plan))
    head = f"{'output':>6}  {'source':>12}  {len(table)} frames at {plan.output_rate} fps"
    lines = [f"{row['output']:>6}  {row['source_position']:>12}  {row['what']}" for row in table]
    return {"frame_rate": str(plan.output_rate), "frames": table}, [head, *lines]


def _summary(result: RetimeResult) -> list[str]:
    """Return what was done, in two lines."""
    counts = ", ".join(f"{number} {what}" for what, number in result.counts.items() if number)
    speed = result.made / result.elapsed_seconds if result.elapsed_seconds else 0.0
    kept = f", {result.kept} kept from before" if result.kept else ""
    seconds = float(result.duration_seconds)
    return [
        f"{result.output}: {result.frames} frames, {seconds:.3f} s at {result.frame_rate} fps "
        f"({counts})",
        f"{result.made} made in {result.elapsed_seconds:.1f} s, {speed:.2f} frames/s{kept}; "
        f"{result.model} ({result.model_because}), "
        f"motion on {result.estimated_on}, pictures on {result.composed_on}",
    ]
