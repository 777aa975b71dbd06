"""Frames from the first stage to the disk, and what there is to say of them."""

from __future__ import annotations

from contextlib import closing, nullcontext

from slowglass.core import kernels
from slowglass.core.channels import named_policy
from slowglass.core.device import describe as describe_device
from slowglass.core.errors import CancelledError, OutputError
from slowglass.core.frames import ClipInfo, FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.layers import is_guided
from slowglass.core.models import LoadedModel, ModelChoice
from slowglass.core.pipeline.delivery import Output
from slowglass.core.pipeline.describe import counts
from slowglass.core.pipeline.exposure import frame_stages
from slowglass.core.pipeline.making import FrameMaker
from slowglass.core.pipeline.mends import MendMakers
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.pipeline.stages import (
    NO_TIMINGS,
    Stage,
    Stages,
    Timings,
    cores_shared,
    usable_cores,
)

DATA = ("depth", "vector", "position", "uv", "cryptomatte")
"""Policies of channels that are mixed by code of their own."""
MOST_PACKERS = 4
SMALL_PIXELS = 1 << 19
"""Of pictures whose parts are not worth handing to other threads while these have work."""
FLOAT_BYTES = 4
PACKING_BYTES = 1 << 28
"""Of the frames that are packed at once, as floats: large ones are packed one by one."""


def compile_once(model: LoadedModel, source: FrameSource, report: OnProgress) -> str:
    """Compile what composes on a processor where that was never done here; it takes seconds.

    Returns:
        What is to be said where the next run must do it again, else "".
    """
    kinds: list[kernels.Kind] = ["light"]
    if any(named_policy(name) in DATA for name in source.info.channels):
        kinds.append("data")
    if is_guided(source):
        kinds.append("layers")
    wanted = [kind for kind in kinds if not kernels.are_kept(kind)]
    if model.device.type != "cpu" or not wanted:
        return ""
    for done, kind in enumerate(wanted):
        report(Progress("compile", done, len(wanted)))
        kernels.compile_kernels(kind)
    report(Progress("compile", len(wanted), len(wanted)))
    if kernels.is_writable():
        return ""
    return (
        f"What was compiled for this processor cannot be kept in {kernels.kept_folder()}, so each "
        "run compiles it again."
    )


def make_frames(
    makers: MendMakers,
    prepared: Prepared,
    output: Output,
    report: OnProgress,
    stop: Cancelled,
    part: range | None = None,
    timings: Timings = NO_TIMINGS,
) -> int:
    """Make and publish what is not there yet; return how many frames that were.

    Args:
        makers: make them.
        prepared: says of what.
        output: takes them.
        report: called as they are published.
        stop: asked between them.
        part: output indices of the frames that are wanted; None: all.
        timings: told where the time goes.
    """
    plan = prepared.plan
    indices = range(len(plan)) if part is None else part
    missing = (k for k in indices if k not in output.kept)
    made, total = 0, len(indices)
    report(Progress("make", len(output.kept), total))
    items, stages = frame_stages(makers, plan, missing)
    stages.append(
        Stage(
            "pack",
            lambda one: output.pack(makers.finish(output.shape(one))),
            _packers(prepared.info),
        )
    )
    is_small = prepared.info.width * prepared.info.height <= SMALL_PIXELS
    # A network takes longer than all else together, and all cores.
    is_quick = makers.own.model.spec.estimates_on == "cpu"
    shared = cores_shared() if is_small and is_quick else nullcontext()
    # Whatever happens here, no thread may still be reading when the source is closed.
    with shared, closing(iter(Stages(items, stages, timings))) as results:
        try:
            for packed in results:
                if stop():
                    there = made + len(output.kept)
                    raise CancelledError(f"stopped after {there} of {total} frames")
                with timings.span("put"):
                    path = output.put(packed)
                made += 1
                report(Progress("make", made + len(output.kept), total, path))
                if packed.picture is not None:
                    with timings.span("preview"):
                        output.show(packed, report, stop)
        except OutputError as error:
            error.notes = output.notes
            raise
    return made


def _packers(info: ClipInfo) -> int:
    """Return how many frames are packed at once: what compresses them may use one core each."""
    frame_bytes = info.width * info.height * len(info.channels) * FLOAT_BYTES
    return max(1, min(usable_cores(), MOST_PACKERS, PACKING_BYTES // frame_bytes))


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
        counts=counts(plan, part, makes_all=job.makes_all),
        notes=(*prepared.notes(), *output.notes, *maker.notes),
        preview=job.preview if part is None else "",
        far=maker.far,
    )
