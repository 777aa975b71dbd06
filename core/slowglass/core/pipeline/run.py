"""From a job to its result."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from slowglass.core.device import plain_memory_errors
from slowglass.core.job import JobSpec
from slowglass.core.layers import empty_mattes_note
from slowglass.core.models import load_model
from slowglass.core.pipeline.choosing import FarMotion, advised, with_model
from slowglass.core.pipeline.delivery import Place, look_at_existing, open_output, taken_place
from slowglass.core.pipeline.describe import decisions
from slowglass.core.pipeline.identity import header
from slowglass.core.pipeline.looked import Looked
from slowglass.core.pipeline.make import compile_once, make_frames, result_of
from slowglass.core.pipeline.mends import kept_makers, with_kept_mends
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared, prepare
from slowglass.core.pipeline.sharing import share
from slowglass.core.pipeline.stages import NO_TIMINGS, Timings
from slowglass.core.pipeline.vectors import vectors_job


@plain_memory_errors()
def retime(
    job: JobSpec,
    *,
    looked: Looked | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    timings: Timings = NO_TIMINGS,
) -> RetimeResult:
    """Do a job.

    Args:
        job: what to do.
        looked: what was seen of its source before; None: look where that can change something.
        on_progress: called from this thread as frames are looked at and published.
        cancelled: asked between frames; once it says True the work stops.
        timings: told where the time goes; what other processes do of it is not known.

    Returns:
        What was made, by what, and every assumption and fallback on the way.

    Raises:
        SlowglassError: the job cannot be done; whole frames that were made stay, and a later run of
            the same job goes on from them.
    """
    report, stop = on_progress or (lambda _: None), cancelled or (lambda: False)
    started = time.monotonic()
    report(Progress("open", 0, 1))
    with ExitStack() as stack:
        with timings.span("open"):
            job, source, colour = stack.enter_context(open_job(job))
            job, chosen = with_model(job, source.info)
            place = stack.enter_context(taken_place(job, source.info))
            model = load_model(job.model, job.device, job.vectors)
        report(Progress("open", 1, 1))
        with timings.span("look"):
            prepared = prepare(job, source, report, stop, looked)
            document = header(job, prepared, chosen.choice, chosen.request_hash)
            vectors = _vectors_beside(job, prepared, document, place, report, stop)
        with timings.span("compile"):
            compiled = compile_once(model, source, report)
        with timings.span("share"):
            shared = share(job, prepared, chosen, place, report, stop)
        with timings.span("keep"):
            prepared = with_kept_mends(job, prepared, place.target, document["job_hash"])
            far = FarMotion(source.info.first_number) if chosen.choice.lacks else None
            makers = kept_makers(job, source, model, prepared, place.target, far)
            makers.own.tell(compiled)
            makers.own.tell(vectors)
            opened = open_output(job, prepared, colour, document, place, on_progress=report)
            output = stack.enter_context(opened)
        made = make_frames(makers, prepared, output, report, stop, timings=timings)
        if made == len(prepared.plan):
            makers.own.tell(empty_mattes_note(source))
        with timings.span("finish"):
            output.complete(report, stop)
            seconds = time.monotonic() - started
            result = result_of(job, prepared, chosen.choice, makers.own, output, made, seconds)
            result = advised(shared.added_to(result), chosen.choice)
            output.finish(result, decisions(prepared.plan))
    return result


def _vectors_beside(
    job: JobSpec,
    prepared: Prepared,
    document: Mapping[str, Any],
    place: Place,
    report: OnProgress,
    stop: Cancelled,
) -> str:
    """Write the vectors that a job wants beside its result; return what is to be said of it.

    Raises:
        OutputExistsError: where the result goes lies what may not be replaced: nothing is written.
        SlowglassError: the vectors cannot be made.
    """
    if not job.vectors_beside:
        return ""
    files = place.target.files(job, prepared)
    look_at_existing(
        place.target.manifest_path, document["job_hash"], files, job.overwrite, place.read
    )
    made = retime(vectors_job(job), on_progress=report, cancelled=stop)
    return f"The motion of {made.frames} source frames is in {made.output}."
