"""The job that writes the motion of another job's source."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.timing import ConstantSpeed


def vectors_job(job: JobSpec) -> JobSpec:
    """Return the job of the frames that lie at ``vectors_out``: those of the source, at its rate.

    They are found by the model of ``job``, and cut as it is.
    """
    return replace(
        job,
        output=job.vectors_out,
        time=ConstantSpeed(Fraction(1)),
        frame_rate=None,
        duplicates="keep",
        missing=job.missing if job.missing in ("auto", "error") else "auto",
        shutter=None,
        rolling_shutter=None,
        grain="keep",
        format=OutputFormat(),
        start_number=None,
        audio="none",
        preview="",
    )
