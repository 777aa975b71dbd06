"""Looking before working: what the clip is, where its cuts are, what each output frame will be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.choices import MissingPolicy
from slowglass.core.detect import PictureReport, analyse
from slowglass.core.device import plain_memory_errors
from slowglass.core.errors import CancelledError, JobSpecError
from slowglass.core.frames import ClipInfo, FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.delivery import timecode_notes
from slowglass.core.pipeline.missing import (
    REFUSING,
    LossFinder,
    check_gaps,
    check_holes,
    hole_notes,
    listed,
    missing_notes,
)
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
    missing: tuple[int, ...] = ()
    """Source frames that are not there or cannot be read, as far as the job asks for them."""
    policy: MissingPolicy = "auto"
    flashes: tuple[int, ...] = ()
    """Frames under other light, which motion passes over."""

    def notes(self) -> list[str]:
        """Return what was assumed and decided, one sentence each."""
        notes = list(self.info.notes)
        notes += missing_notes(self.info, self.missing, self.policy)
        notes += hole_notes(self.plan)
        notes += timecode_notes(self.info, self.plan)
        if self.cuts:
            shown = listed([cut + self.info.first_number for cut in self.cuts])
            notes.append(f"New shots begin at source frame {shown}: nothing is mixed there.")
        if self.flashes:
            shown = listed([index + self.info.first_number for index in self.flashes])
            notes.append(f"The light flashes at source frame {shown}: motion goes on across it.")
        moving = self._moving_duplicates()
        if moving and not self.smoothed:
            notes.append(
                f"{len(moving)} source frames repeat the one before them while the picture moves; "
                "--duplicates smooth replaces them."
            )
        if self.smoothed:
            shown = listed([index + self.info.first_number for index in self.smoothed])
            notes.append(f"Repeated source frames replaced by motion: {shown}.")
        return notes

    def _moving_duplicates(self) -> list[int]:
        """Return the frames that repeat the one before, but for those that are not there."""
        found = self.report.moving_duplicates if self.report else ()
        return [self.looked_from + k for k in found if self.looked_from + k not in self.missing]


def prepare(
    job: JobSpec, source: FrameSource, on_progress: OnProgress, cancelled: Cancelled
) -> Prepared:
    """Return the plan of a job, looking at the picture only where that can change it.

    Raises:
        SequenceGapError: frames that the job needs are missing, and it does not say what to do; or
            never came, and it says to refuse that.
        UnreadableMediaError: frames that it needs are damaged, likewise.
        JobSpecError: the range is not in the source.
        CancelledError: the user stopped it.
    """
    info = source.info
    given = job.cuts if isinstance(job.cuts, tuple) else ()
    plan = _plan(job, info, given)
    patient = job.missing not in REFUSING
    if not patient:
        check_gaps(info, plan)
    if job.missing == "error":
        check_holes(info, plan)
    made = any(isinstance(entry, Between | Extrapolate) for entry in plan)
    looks = (job.cuts == "auto" and made) or job.duplicates == "smooth"
    if not looks and not patient:
        return Prepared(info, plan, None, 0, given, ())
    used = plan.source_range
    first = max(0, used.start - MARGIN_FRAMES)
    last = min(info.clock.frame_count, used.stop + MARGIN_FRAMES) - 1
    gaps = [number - info.first_number for number in info.missing]
    needed = range(0) if patient else used
    finder = LossFinder(source, gaps, needed)
    report = look(finder, first, last, on_progress, cancelled)
    found = tuple(first + frame for frame in report.cut_frames)
    cuts = found if job.cuts == "auto" else given
    lost = tuple(sorted(finder.lost)) if patient else ()
    repeats = {first + frame for frame in report.moving_duplicates} - set(lost)
    smoothed = tuple(sorted(repeats)) if job.duplicates == "smooth" else ()
    lit = {first + k for flash in report.flashes for k in range(flash.first, flash.last + 1)}
    flashes = tuple(sorted(lit - set(lost))) if job.cuts == "auto" else ()
    plan = _plan(job, info, cuts, smoothed, lost, flashes)
    return Prepared(info, plan, report, first, cuts, smoothed, lost, job.missing, flashes)


@plain_memory_errors()
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
    job: JobSpec,
    info: ClipInfo,
    cuts: tuple[int, ...],
    duplicates: tuple[int, ...] = (),
    missing: tuple[int, ...] = (),
    flashes: tuple[int, ...] = (),
) -> FramePlan:
    """Return the plan with what the picture told."""
    count = info.clock.frame_count
    if (job.first or 0) >= count or (job.last or 0) >= count:
        raise JobSpecError(
            f"expected a range within 0 to {count - 1}, got {job.first} to {job.last}",
            path=info.path,
        )
    options: dict[str, Any] = {} if job.last is None else {"last": job.last}
    if job.missing not in REFUSING:
        options |= {"missing": missing, "gaps": job.missing}
    return FramePlan.build(
        job.time,
        info.clock,
        first=job.first or 0,
        output_rate=job.frame_rate,
        end=job.end,
        cuts=[cut for cut in cuts if cut < count],
        duplicates=[index for index in duplicates if index < count],
        flashes=flashes,
        **options,
    )
