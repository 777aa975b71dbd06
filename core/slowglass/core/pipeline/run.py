"""From a job to frames on disk: decoding, estimating, composing and encoding side by side."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

from slowglass.core import kernels
from slowglass.core.device import describe as describe_device, plain_memory_errors
from slowglass.core.errors import CancelledError, OutputError
from slowglass.core.job import JobSpec
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.pipeline.delivery import Output, open_output, taken_place
from slowglass.core.pipeline.describe import counts, decisions
from slowglass.core.pipeline.identity import header
from slowglass.core.pipeline.maker import FrameMaker
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared, prepare
from slowglass.core.pipeline.stages import Stages
from slowglass.core.timing import Entry, FramePlan


@plain_memory_errors()
def retime(
    job: JobSpec, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> RetimeResult:
    """Do a job.

    Args:
        job: what to do.
        on_progress: called from this thread as frames are looked at and published.
        cancelled: asked between frames; once it says True the work stops.

    Returns:
        What was made, by what, and every assumption and fallback on the way.

    Raises:
        SlowglassError: the job cannot be done; whole frames that were made stay, and a later run of
            the same job goes on from them.
    """
    report, stop = on_progress or (lambda _: None), cancelled or (lambda: False)
    started = time.monotonic()
    with open_job(job) as (job, source, colour), taken_place(job, source.info) as place:
        model = load_model(job.model, job.device, job.vectors)
        prepared = prepare(job, source, report, stop)
        _compile(model, report)
        maker = FrameMaker(source, model, prepared.plan, job.channels, job.grain, job.batch_size)
        document = header(job, prepared)
        with open_output(job, prepared, colour, document, place) as output:
            made = _make(maker, prepared.plan, output, report, stop)
            output.complete(report, stop)
            result = _result(job, prepared, maker, output, made, time.monotonic() - started)
            output.finish(result, decisions(prepared.plan))
    return result


@plain_memory_errors()
def frame_map(job: JobSpec, on_progress: OnProgress | None = None) -> FramePlan:
    """Return what each output frame of a job would be made of; nothing is written.

    Raises:
        SlowglassError: the job cannot be done.
    """
    with open_job(job) as (job, source, _):
        return prepare(job, source, on_progress or (lambda _: None), lambda: False).plan


def _compile(model: LoadedModel, report: OnProgress) -> None:
    """Compile what composes on a processor where that was never done here; it takes seconds."""
    if model.device.type == "cpu" and not kernels.are_kept():
        report(Progress("compile", 0, 1))
        kernels.compile_kernels()
        report(Progress("compile", 1, 1))


def _make(
    maker: FrameMaker, plan: FramePlan, output: Output, report: OnProgress, stop: Cancelled
) -> int:
    """Make and publish what is not there yet; return how many frames that were."""
    wanted: Iterator[Entry] = (entry for entry in plan if entry.output_index not in output.kept)
    made, total = 0, len(plan)
    report(Progress("make", len(output.kept), total))
    stages = Stages(wanted, [maker.read, maker.estimate, maker.compose, output.shape])
    # Whatever happens here, no thread may still be reading when the source is closed.
    with closing(iter(stages)) as results:
        for task in results:
            if stop():
                raise CancelledError(f"stopped after {made + len(output.kept)} of {total} frames")
            try:
                path = output.write(task)
            except OutputError as error:
                error.notes = output.notes
                raise
            made += 1
            report(Progress("make", made + len(output.kept), total, path))
    return made


def _result(
    job: JobSpec,
    prepared: Prepared,
    maker: FrameMaker,
    output: Output,
    made: int,
    elapsed_seconds: float,
) -> RetimeResult:
    """Put together what there is to say."""
    plan, model = prepared.plan, maker.model
    return RetimeResult(
        output=job.output,
        manifest=str(output.manifest_path),
        frames=len(plan),
        made=made,
        kept=len(output.kept),
        frame_rate=plan.output_rate,
        duration_seconds=plan.duration_seconds,
        pairs_estimated=maker.pairs_estimated,
        model=model.spec.name,
        estimated_on=model.estimation_device,
        composed_on=describe_device(model.device),
        elapsed_seconds=elapsed_seconds,
        counts=counts(plan),
        notes=(*prepared.notes(), *output.notes, *maker.notes),
        preview=job.preview,
    )
