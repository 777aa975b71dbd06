"""Looking before working: what the clip is, where its cuts are, what each output frame will be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.detect.report import PictureReport, analyse
from slowglass.core.errors import CancelledError, JobSpecError, SequenceGapError
from slowglass.core.frames import ClipInfo, FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress
from slowglass.core.timing import Between, Extrapolate, FramePlan

LUMA_WIDTH = 128
MARGIN_FRAMES = 8
"""Frames beyond those needed that are looked at too: a cut is known by what surrounds it."""


@dataclass(frozen=True)
class Prepared:
    """A job whose every output frame is decided."""

    info: ClipInfo
    plan: FramePlan
    report: PictureReport | None
    """What the picture told; None if nobody had to look."""
    looked_from: int
    """Source index of the first frame of the report."""
    cuts: tuple[int, ...]
    smoothed: tuple[int, ...]
    """Duplicates that are replaced by motion."""

    def notes(self) -> list[str]:
        """Return what was assumed and decided, one sentence each."""
        notes = list(self.info.notes)
        if self.cuts:
            shown = ", ".join(str(cut + self.info.first_number) for cut in self.cuts[:8])
            more = " ..." if len(self.cuts) > 8 else ""
            notes.append(f"New shots begin at source frame {shown}{more}: nothing is mixed there.")
        moving = self.report.moving_duplicates if self.report else ()
        if moving and not self.smoothed:
            notes.append(
                f"{len(moving)} source frames repeat the one before them while the picture moves; "
                "--duplicates smooth replaces them."
            )
        if self.smoothed:
            shown = ", ".join(str(index + self.info.first_number) for index in self.smoothed[:8])
            more = " ..." if len(self.smoothed) > 8 else ""
            notes.append(f"Repeated source frames replaced by motion: {shown}{more}.")
        return notes


def prepare(
    job: JobSpec, source: FrameSource, on_progress: OnProgress, cancelled: Cancelled
) -> Prepared:
    """Return the plan of a job, looking at the picture only where that can change it.

    Raises:
        SequenceGapError: frames that the job needs are missing.
        JobSpecError: the range is not in the source.
        CancelledError: the user stopped it.
    """
    info = source.info
    missing = [number - info.first_number for number in info.missing]
    if missing:
        raise SequenceGapError(
            f"expected every frame from {info.first_number} on, "
            f"{len(missing)} are missing: {_listed(info.missing)}",
            path=info.path,
            hint="render the missing frames, or retime a range without them",
        )
    given = job.cuts if isinstance(job.cuts, tuple) else ()
    plan = _plan(job, info, given, ())
    made = [e.source_frames for e in plan if isinstance(e, Between | Extrapolate)]
    looks = (job.cuts == "auto" and bool(made)) or job.duplicates == "smooth"
    if not looks:
        return Prepared(info, plan, None, 0, given, ())
    first = max(0, min(entry.source_frames[0] for entry in plan) - MARGIN_FRAMES)
    last = min(
        info.clock.frame_count - 1, max(entry.source_frames[-1] for entry in plan) + MARGIN_FRAMES
    )
    report = look(source, first, last, on_progress, cancelled)
    found = tuple(first + frame for frame in report.cut_frames)
    cuts = found if job.cuts == "auto" else given
    repeats = tuple(first + frame for frame in report.moving_duplicates)
    smoothed = repeats if job.duplicates == "smooth" else ()
    return Prepared(info, _plan(job, info, cuts, smoothed), report, first, cuts, smoothed)


def look(
    source: FrameSource, first: int, last: int, on_progress: OnProgress, cancelled: Cancelled
) -> PictureReport:
    """Return what the frames ``first`` to ``last`` tell; the report counts from ``first``.

    Raises:
        CancelledError: the user stopped it.
    """
    total = last - first + 1

    def lumas() -> Iterator[NDArray[np.float32]]:
        for k in range(total):
            if cancelled():
                raise CancelledError("stopped while looking for cuts")
            yield source.read_luma(first + k, LUMA_WIDTH)
            on_progress(Progress("look", k + 1, total))

    return analyse(lumas())


def _plan(
    job: JobSpec, info: ClipInfo, cuts: tuple[int, ...], duplicates: tuple[int, ...]
) -> FramePlan:
    """Return the plan with these cuts and duplicates."""
    count = info.clock.frame_count
    if (job.first or 0) >= count or (job.last or 0) >= count:
        raise JobSpecError(
            f"expected a range within 0 to {count - 1}, got {job.first} to {job.last}",
            path=info.path,
        )
    options: dict[str, Any] = {} if job.last is None else {"last": job.last}
    return FramePlan.build(
        job.time,
        info.clock,
        first=job.first or 0,
        output_rate=job.frame_rate,
        end=job.end,
        cuts=[cut for cut in cuts if cut < count],
        duplicates=[index for index in duplicates if index < count],
        **options,
    )


def _listed(numbers: tuple[int, ...]) -> str:
    """Return the first numbers of a list, for a message."""
    return ", ".join(map(str, numbers[:10])) + (" ..." if len(numbers) > 10 else "")
