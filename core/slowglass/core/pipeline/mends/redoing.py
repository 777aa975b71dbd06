"""Frames of a result made again in another way."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from slowglass.core.choices import Device
from slowglass.core.confidence import Confidence
from slowglass.core.device import plain_memory_errors
from slowglass.core.errors import CancelledError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.models import load_model
from slowglass.core.pipeline.colour import AnyColour
from slowglass.core.pipeline.delivery import (
    ConfidenceRecord,
    FrameRecord,
    Mend,
    Recorded,
    confidence_record,
    frame_numbers,
    picture_sink,
    record_of,
)
from slowglass.core.pipeline.describe import describe
from slowglass.core.pipeline.exposure import frame_stages
from slowglass.core.pipeline.making import Made
from slowglass.core.pipeline.mends.again import job_again, prepared_again
from slowglass.core.pipeline.mends.entries import with_changes
from slowglass.core.pipeline.mends.keeping import MendMakers
from slowglass.core.pipeline.mends.matting import Matted, matte_of
from slowglass.core.pipeline.mends.outcome import MendResult
from slowglass.core.pipeline.mends.result import OpenResult, open_result, with_frames
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.pipeline.stages import Stage, Stages
from slowglass.core.timing import Entry


@plain_memory_errors()
def redo(
    output: str,
    frames: Collection[int],
    how: str,
    *,
    matte: str = "",
    device: Device = "auto",
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> MendResult:
    """Make frames of a result again; all of them change, or none.

    Args:
        output: pattern, one frame, or the folder of a result.
        frames: output indices, zero-based.
        how: ``hold-left``, ``hold-right``, ``cut`` (hold the nearer one), or the name of a model,
            ``blend`` among them.
        matte: as for `matte_of`: where it is 1 the new pixels are used, where it is 0 the old; "":
            the new everywhere.
        device: where the model runs.
        on_progress: called as frames are made, stage ``make``.
        cancelled: asked between frames.

    Raises:
        UsageError: a frame is not of the result, or a copy of a source frame.
        InputError: there is no result, or its source is gone or another one.
        OutputExistsError: a frame was changed since by somebody, or is damaged.
        OutputBusyError: somebody else writes the result.
        CancelledError: the user stopped it; nothing is changed.
    """
    if not frames:
        raise UsageError("expected frames to make again, got none")
    report, stop = on_progress or (lambda _: None), cancelled or (lambda: False)
    with open_result(output) as result:
        before = {index: result.frame(index) for index in sorted(set(frames))}
        job = job_again(result.document, result.target.output, device)
        with open_job(job) as (job, source, colour):
            prepared = prepared_again(job, source.info, result.document, result.recorded)
            prepared = replace(
                prepared,
                plan=with_changes(
                    prepared.plan, dict.fromkeys(before, how), makes_all=job.makes_all
                ),
            )
            matted = _matted(result, before, matte, frame_numbers(job, prepared))
            nearest = load_model("nearest", job.device)
            makers = MendMakers(job, source, nearest, prepared.plan, matted=matted)
            for record in before.values():
                result.store.keep(record)
            made = _make(job, prepared, makers, colour, result, list(before), report, stop)
        return result.change(
            _recorded(result.recorded, before, made, how, matte and os.path.abspath(matte)), before
        )


def _matted(
    result: OpenResult, before: Mapping[int, FrameRecord], matte: str, numbers: range
) -> dict[int, Matted]:
    """Return what each frame is mixed of within a matte; nothing where there is none."""
    if not matte:
        return {}
    at = matte_of(matte, numbers.start)
    return {index: Matted(at, result.store.kept(record)) for index, record in before.items()}


def _make(
    job: JobSpec,
    prepared: Prepared,
    makers: MendMakers,
    colour: AnyColour,
    result: OpenResult,
    frames: Sequence[int],
    report: OnProgress,
    stop: Cancelled,
) -> list[tuple[FrameRecord, ConfidenceRecord | None]]:
    """Stage the frames; return what is noted of each.

    Raises:
        CancelledError: the user stopped it.
    """
    name = result.recorded.output or Path(job.output).name
    staged = replace(job, output=str(result.store.staged / name))
    sink = picture_sink(staged, prepared, frame_numbers(job, prepared).start)

    def pack(one: Made) -> tuple[Entry, Confidence | None, Path]:
        shaped = makers.finish(replace(one, frame=colour.to_target(one.frame)))
        packed = sink.pack(one.entry.output_index, shaped.frame)
        return one.entry, one.confidence, packed

    items, stages = frame_stages(makers, prepared.plan, frames)
    stages.append(Stage("pack", pack))
    made: list[tuple[FrameRecord, ConfidenceRecord | None]] = []
    report(Progress("make", 0, len(frames)))
    with closing(iter(Stages(items, stages))) as results:
        for entry, confidence, packed in results:
            if stop():
                raise CancelledError("stopped; no frame is changed")
            index, what = entry.output_index, describe(entry)
            path = Path(sink.put(index, packed))
            trusted = confidence and confidence_record(index, confidence)
            made.append((record_of(index, path, what), trusted))
            report(Progress("make", len(made), len(frames)))
    return made


def _recorded(
    recorded: Recorded,
    before: Mapping[int, FrameRecord],
    made: Sequence[tuple[FrameRecord, ConfidenceRecord | None]],
    how: str,
    matte: str,
) -> Recorded:
    """Return what is noted of a result once its frames are changed."""
    number = 1 + max((mend.redo for mend in recorded.mends), default=0)
    mends = [
        Mend(index, how, number, record, recorded.confidence.get(index), matte)
        for index, record in before.items()
    ]
    trusted = {one.output_index: one for _, one in made if one is not None}
    rest = {k: one for k, one in recorded.confidence.items() if k not in before}
    frames = [record for record, _ in made]
    return with_frames(recorded, frames, confidence=rest | trusted, mends=(*recorded.mends, *mends))
