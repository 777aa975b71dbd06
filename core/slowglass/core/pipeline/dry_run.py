"""What a job would do, found without making a frame; it loads no torch."""

from __future__ import annotations

from slowglass.core.device import plain_memory_errors
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.delivery import SequenceTarget, frame_numbers, target_of
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import OnProgress
from slowglass.core.pipeline.prepare import Prepared, prepare
from slowglass.core.pipeline.sharing import runs
from slowglass.core.timing import FramePlan


def frame_map(job: JobSpec, on_progress: OnProgress | None = None) -> FramePlan:
    """Return what each output frame of a job would be made of; nothing is written.

    Raises:
        SlowglassError: the job cannot be done.
    """
    return prepared_job(job, on_progress).plan


@plain_memory_errors()
def prepared_job(job: JobSpec, on_progress: OnProgress | None = None) -> Prepared:
    """Return all that is decided of a job before its first frame is made; nothing is written.

    Raises:
        SlowglassError: the job cannot be done.
    """
    with open_job(job) as (job, source, _):
        return prepare(job, source, on_progress or (lambda _: None), lambda: False)


def usual_bytes(job: JobSpec, prepared: Prepared) -> int:
    """Return about how many bytes the frames of a job take, where none was made to measure."""
    return target_of(job.output).estimated_bytes(job, prepared.info, len(prepared.plan))


def numbered_runs(job: JobSpec, prepared: Prepared, least_frames: int) -> list[range]:
    """Return the frames of a job by their numbers, in runs that can be parts.

    Pairs of source frames stay whole in them; there are none of a movie, which has no parts.

    Args:
        job: what to do.
        prepared: what is decided of it.
        least_frames: how many frames a run has at least, but for the last one.
    """
    if not isinstance(target_of(job.output), SequenceTarget):
        return []
    first = frame_numbers(job, prepared).start
    parts = runs(prepared.plan, least_frames)
    return [range(first + part.start, first + part.stop) for part in parts]
