"""A part of a job's frames, made beside other processes that make the other parts.

Nothing of a part depends on the others, so frames are the same however a job is cut. What a part
made is noted in a journal of its own; the run of the whole job takes all of them up, makes what is
missing, and what lies beside the frames.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from slowglass.core.device import plain_memory_errors
from slowglass.core.errors import JobSpecError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.lock import only_writer
from slowglass.core.models import ModelChoice, load_model
from slowglass.core.pipeline.choosing import Chosen, FarMotion, advised, with_model
from slowglass.core.pipeline.colour import AnyColour
from slowglass.core.pipeline.delivery import (
    Place,
    SequenceTarget,
    frame_numbers,
    journal_path,
    open_output,
    taken_place,
    target_of,
)
from slowglass.core.pipeline.identity import header
from slowglass.core.pipeline.looked import Looked
from slowglass.core.pipeline.make import compile_once, make_frames, result_of
from slowglass.core.pipeline.mends import MendMakers, kept_makers, with_kept_mends
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared, prepare


@plain_memory_errors()
def retime_part(
    job: JobSpec,
    first: int | None,
    last: int | None,
    *,
    looked: Looked | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> RetimeResult:
    """Make some frames of a job's result, whatever others make meanwhile.

    Args:
        job: what to do; its result is a sequence.
        first: number of the first frame, as in its file's name; None: of the result.
        last: number of the last frame, included; None: of the result.
        looked: what was seen of this job's source before; None: look now.
        on_progress: called from this thread as frames are looked at and published.
        cancelled: asked between frames; once it says True the work stops.

    Returns:
        What was made; ``frames`` are those of the part.

    Raises:
        SlowglassError: it cannot be done; whole frames that were made stay, and a later run of the
            same part, or of the whole, goes on from them.
    """
    report, stop = on_progress or (lambda _: None), cancelled or (lambda: False)
    with opened_parts(job, looked, report, stop) as parts:
        return advised(parts.make(parts.indices(first, last), report, stop), parts.choice)


@dataclass
class Parts:
    """A job that is open, any part of which can be made; `opened_parts` opens it."""

    job: JobSpec
    prepared: Prepared
    choice: ModelChoice
    makers: MendMakers
    colour: AnyColour
    document: dict[str, Any]
    place: Place

    def indices(self, first: int | None, last: int | None) -> range:
        """Return the output indices of frames by their numbers, as in the names of their files.

        Raises:
            JobSpecError: the result has no such frames.
        """
        numbers = frame_numbers(self.job, self.prepared)
        low = numbers.start if first is None else first
        high = numbers.stop - 1 if last is None else last
        if not numbers.start <= low <= high < numbers.stop:
            raise JobSpecError(
                f"expected frames within {numbers.start}-{numbers.stop - 1}, got {low}-{high}",
                path=self.job.output,
            )
        return range(low - numbers.start, high + 1 - numbers.start)

    def make(self, part: range, report: OnProgress, stop: Cancelled) -> RetimeResult:
        """Make the frames of these output indices that are not there yet.

        Raises:
            OutputBusyError: somebody else makes this part.
            SlowglassError: it cannot be done.
        """
        own = self.makers.own
        started, pairs, said = time.monotonic(), own.pairs_estimated, len(own.notes)
        journal = journal_path(self.place.target.manifest_path, part)
        with (
            only_writer(journal),
            open_output(
                self.job, self.prepared, self.colour, self.document, self.place, part, report
            ) as output,
        ):
            made = make_frames(self.makers, self.prepared, output, report, stop, part)
            seconds = time.monotonic() - started
            result = result_of(
                self.job, self.prepared, self.choice, own, output, made, seconds, part
            )
            output.leave(own.notes[said:])
        return replace(result, pairs_estimated=result.pairs_estimated - pairs)


@contextmanager
def opened_parts(
    job: JobSpec,
    looked: Looked | None,
    report: OnProgress,
    stop: Cancelled,
    place: Place | None = None,
    chosen: Chosen | None = None,
) -> Iterator[Parts]:
    """Give a job whose parts can be made.

    Args:
        job: what to do.
        looked: what was seen of its source before; None: look now.
        report: called as frames are looked at.
        stop: asked between them.
        place: where the result goes, if somebody holds it already for all who make parts.
        chosen: how the model of the job was chosen, if it was.

    Raises:
        UsageError: its result is a movie, which is written from its first frame to its last.
        SlowglassError: the job cannot be done.
    """
    if not isinstance(target_of(job.output), SequenceTarget):
        raise UsageError(
            "expected an image sequence to make in parts, got a movie",
            path=job.output,
            hint="make a sequence, and the movie of it afterwards",
        )
    with open_job(job) as (job, source, colour):
        if chosen is None:
            job, chosen = with_model(job, source.info)
        taken = (
            taken_place(job, source.info, in_parts=True) if place is None else nullcontext(place)
        )
        with taken as held:
            model = load_model(job.model, job.device, job.vectors)
            prepared = prepare(job, source, report, stop, looked)
            compiled = compile_once(model, source, report)
            document = header(job, prepared, chosen.choice, chosen.request_hash)
            prepared = with_kept_mends(job, prepared, held.target, document["job_hash"])
            far = FarMotion(source.info.first_number) if chosen.choice.lacks else None
            makers = kept_makers(job, source, model, prepared, held.target, far)
            makers.own.tell(compiled)
            yield Parts(job, prepared, chosen.choice, makers, colour, document, held)
