"""What a job would do, found without making a frame; it loads no torch."""

from __future__ import annotations

from slowglass.core.device import plain_memory_errors
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.open_job import open_job
from slowglass.core.pipeline.outcome import OnProgress
from slowglass.core.pipeline.prepare import Prepared, prepare
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
