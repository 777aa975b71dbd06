"""What a job would make, and what it would cost, before it starts.

Frames and length are computed. Time and disk are measured: some frames from the middle of the
clip are made into a temporary folder, as the job would make them. A movie that is not done by then
has no size; what such a movie usually takes stands in for it.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from slowglass.core.atomic import temporary_folder
from slowglass.core.device import pick_device
from slowglass.core.errors import CancelledError
from slowglass.core.job import JobSpec
from slowglass.core.models import choose_model
from slowglass.core.pipeline import (
    Cancelled,
    OnProgress,
    Progress,
    clock_facts,
    counts,
    prepared_job,
    retime,
    usual_bytes,
)
from slowglass.core.timing import ConstantSpeed, FramePlan
from slowglass.plugin.pace import Pace

TRIAL_FRAMES = 16
MEASURED_REPORTS = 9
"""The newest ones: the first frames also pay for what happens once."""
TRIAL_SECONDS = 6.0
SLOWEST, FASTEST = Fraction(1, 8), Fraction(4)
"""Speeds that the trial keeps to: nothing more is learned beyond."""


class Trial:
    """Some frames of a job, made to be measured and thrown away."""

    def __init__(self, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Pass progress on; stop when asked to, or when it takes long."""
        self._pace = Pace(MEASURED_REPORTS)
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._deadline = time.monotonic() + TRIAL_SECONDS
        self._bytes = self._frames = 0

    @property
    def bytes_each(self) -> float | None:
        """Bytes of a frame; None if that was not to be seen."""
        return self._bytes / self._frames if self._frames else None

    def seconds(self, frames: int, source_frames: int) -> float | None:
        """Return how long it takes to look at the source, if the job does, and to make frames."""
        make = self._pace.seconds_each("make")
        if make is None:
            return None
        look = self._pace.seconds_each("look") or 0.0
        return round(look * source_frames + make * frames, 1)

    def run(self, job: JobSpec) -> None:
        """Do a small job.

        Raises:
            SlowglassError: it cannot be done, or was cancelled.
        """
        try:
            result = retime(job, on_progress=self._report, cancelled=self._enough)
        except CancelledError:
            if self._cancelled():
                raise
        else:
            self._count(Path(job.output), result.frames)

    def _enough(self) -> bool:
        """Return whether to stop."""
        known = self._pace.seconds_each("make") is not None
        return self._cancelled() or (known and time.monotonic() > self._deadline)

    def _report(self, progress: Progress) -> None:
        """Measure; the host is not told of files that go away again."""
        self._pace.note(progress)
        self._on_progress(replace(progress, path=""))
        if progress.path:
            self._count(Path(progress.path), 1)

    def _count(self, path: Path, frames: int) -> None:
        """Weigh a finished file and remove it: frames can be large."""
        if path.is_file():
            self._bytes += path.stat().st_size
            self._frames += frames
            path.unlink()


def estimate(job: JobSpec, on_progress: OnProgress, cancelled: Cancelled) -> dict[str, Any]:
    """Return what a job would make and cost, as plain JSON values.

    Cuts and repeated frames are not looked for: that takes as long as decoding the clip. Frames
    that turn out to lie across a cut will be held and not made.

    Raises:
        SlowglassError: the job cannot be done, or was cancelled.
    """
    quick = replace(job, duplicates="keep", cuts="none" if job.cuts == "auto" else job.cuts)
    prepared = prepared_job(quick)
    plan = prepared.plan
    source = _source_range(plan)
    trial = Trial(on_progress, cancelled)
    with temporary_folder() as folder:
        trial.run(_trial_job(job, plan, source, folder))
    size = trial.bytes_each
    choice = choose_model(job.quality, job.model, pick_device(job.device).type)
    usual = usual_bytes(job, prepared)
    return {
        "quality": choice.quality,
        "model": choice.model,
        "model_because": choice.why,
        "frames": len(plan),
        "frame_rate": str(plan.output_rate),
        "duration_seconds": str(plan.duration_seconds),
        "counts": counts(plan, makes_all=job.makes_all),
        "source_frames": len(source),
        "source_clock": clock_facts(plan.span.clock),
        "estimated_seconds": trial.seconds(len(plan), len(source)),
        "estimated_bytes": usual if size is None else ceil(size * len(plan)),
        "free_bytes": shutil.disk_usage(_existing_folder(Path(job.output).absolute())).free,
    }


def _source_range(plan: FramePlan) -> range:
    """Return the source frames from the first to the last that a plan uses."""
    first = min(entry.source_frames[0] for entry in plan)
    last = max(entry.source_frames[-1] for entry in plan)
    return range(first, last + 1)


def _trial_job(job: JobSpec, plan: FramePlan, source: range, folder: Path) -> JobSpec:
    """Return a job of about `TRIAL_FRAMES` frames from the middle, as slow as the whole is."""
    speed = min(max(Fraction(len(source), len(plan)), SLOWEST), FASTEST)
    pairs = max(2, ceil(TRIAL_FRAMES * speed))
    first = max(source[0], source[len(source) // 2] - pairs // 2)
    return replace(
        job,
        output=str(folder / Path(job.output).name),
        time=ConstantSpeed(speed),
        frame_rate=None,
        first=first,
        last=min(source[-1], first + pairs),
        end="trim",
        start_number=None,
        overwrite="never",
        audio="none",
        preview="",
    )


def _existing_folder(path: Path) -> Path:
    """Return the nearest folder above a path that is there."""
    return next(parent for parent in path.parents if parent.is_dir())
