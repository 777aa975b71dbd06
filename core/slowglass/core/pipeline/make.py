"""Frames from the first stage to the disk, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from slowglass.core import kernels
from slowglass.core.device import describe as describe_device
from slowglass.core.errors import CancelledError, OutputError
from slowglass.core.job import JobSpec
from slowglass.core.models import LoadedModel, ModelChoice
from slowglass.core.pipeline.delivery import Output
from slowglass.core.pipeline.describe import counts
from slowglass.core.pipeline.maker import FrameMaker
from slowglass.core.pipeline.mends import MendMakers
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.pipeline.stages import Stages
from slowglass.core.timing import Entry, FramePlan


def compile_once(model: LoadedModel, report: OnProgress) -> None:
    """Compile what composes on a processor where that was never done here; it takes seconds."""
    if model.device.type == "cpu" and not kernels.are_kept():
        report(Progress("compile", 0, 1))
        kernels.compile_kernels()
        report(Progress("compile", 1, 1))


def make_frames(
    makers: MendMakers,
    plan: FramePlan,
    output: Output,
    report: OnProgress,
    stop: Cancelled,
    part: range | None = None,
) -> int:
    """Make and publish what is not there yet; return how many frames that were.

    Args:
        makers: make them.
        plan: says of what.
        output: takes them.
        report: called as they are published.
        stop: asked between them.
        part: output indices of the frames that are wanted; None: all.
    """
    indices = range(len(plan)) if part is None else part
    wanted: Iterator[Entry] = (plan[k] for k in indices if k not in output.kept)
    made, total = 0, len(indices)
    report(Progress("make", len(output.kept), total))
    stages = Stages(
        wanted, [makers.read, makers.estimate, makers.compose, output.shape, makers.finish]
    )
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


def result_of(
    job: JobSpec,
    prepared: Prepared,
    choice: ModelChoice,
    maker: FrameMaker,
    output: Output,
    made: int,
    elapsed_seconds: float,
    part: range | None = None,
) -> RetimeResult:
    """Put together what there is to say of a result, or of a part of it."""
    plan, model = prepared.plan, maker.model
    frames = len(plan) if part is None else len(part)
    return RetimeResult(
        output=job.output,
        manifest=str(output.manifest_path),
        frames=frames,
        made=made,
        kept=len(output.kept),
        frame_rate=plan.output_rate,
        duration_seconds=frames / plan.output_rate,
        pairs_estimated=maker.pairs_estimated,
        model=model.spec.name,
        quality=choice.quality,
        model_because=choice.why,
        estimated_on=model.estimation_device,
        composed_on=describe_device(model.device),
        elapsed_seconds=elapsed_seconds,
        counts=counts(plan, part),
        notes=(*prepared.notes(), *output.notes, *maker.notes),
        preview=job.preview if part is None else "",
        far=maker.far,
    )
