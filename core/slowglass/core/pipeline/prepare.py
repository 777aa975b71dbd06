"""Looking before working: what the clip is, where its cuts are, what each output frame will be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
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
from slowglass.core.pipeline.looked import Looked
from slowglass.core.pipeline.lumas_ahead import LumasAhead
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
    looked: Looked
    cuts: tuple[int, ...]
    smoothed: tuple[int, ...]
    """Duplicates that are replaced by motion."""
    policy: MissingPolicy = "auto"
    flashes: tuple[int, ...] = ()
    """Frames under other light, which motion passes over."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Source frames that are not there or cannot be read, as far as the job asks for them."""
        return self.looked.lost

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
        return [frame for frame in _repeats(self.looked) if frame not in self.missing]


def prepare(
    job: JobSpec,
    source: FrameSource,
    on_progress: OnProgress,
    cancelled: Cancelled,
    looked: Looked | None = None,
) -> Prepared:
    """Return the plan of a job, looking at the picture only where that can change it.

    Args:
        job: what to do.
        source: gives the pictures.
        on_progress: called as frames are looked at.
        cancelled: asked between them.
        looked: what was seen before, for the same job and source; None: look now.

    Raises:
        SequenceGapError: frames that the job needs are missing, and it does not say what to do; or
            never came, and it says to refuse that.
        UnreadableMediaError: frames that it needs are damaged, likewise.
        JobSpecError: the range is not in the source.
        TimeMapError: the source's frames are shorter than they took to read.
        CancelledError: the user stopped it.
    """
    info = source.info
    if job.rolling_shutter is not None:
        job.rolling_shutter.check(info.clock)
    given = job.cuts if isinstance(job.cuts, tuple) else ()
    plan = plan_of(job, info, given)
    if job.missing in REFUSING:
        check_gaps(info, plan)
    if job.missing == "error":
        check_holes(info, plan)
    if looked is None:
        looked = _looked(job, source, plan, on_progress, cancelled)
    if looked.report is None:
        return Prepared(info, plan, looked, given, ())
    repeats = {frame for frame in _repeats(looked) if frame not in looked.lost}
    smoothed = tuple(sorted(repeats)) if job.duplicates == "smooth" else ()
    cuts: tuple[int, ...] = given
    flashes: tuple[int, ...] = ()
    if job.cuts == "auto":
        cuts = tuple(looked.first + frame for frame in looked.report.cut_frames)
        flashes = _flashes(looked)
    plan = plan_of(job, info, cuts, smoothed, looked.lost, flashes)
    return Prepared(info, plan, looked, cuts, smoothed, job.missing, flashes)


def _looked(
    job: JobSpec,
    source: FrameSource,
    plan: FramePlan,
    on_progress: OnProgress,
    cancelled: Cancelled,
) -> Looked:
    """Look at what a plan uses, if that can change it."""
    info, patient = source.info, job.missing not in REFUSING
    made = (
        job.makes_all
        or job.makes_vectors
        or any(isinstance(entry, Between | Extrapolate) for entry in plan)
    )
    looks = (job.cuts == "auto" and made) or job.duplicates == "smooth"
    if not looks and not patient:
        return Looked()
    used = plan.source_range
    first = max(0, used.start - MARGIN_FRAMES)
    last = min(info.clock.frame_count, used.stop + MARGIN_FRAMES) - 1
    gaps = info.missing_indices
    there = (index for index in range(first, last + 1) if index not in gaps)
    with closing(LumasAhead(source, there, LUMA_WIDTH)) as ahead:
        finder = LossFinder(ahead, gaps, range(0) if patient else used)
        report = look(finder, first, last, on_progress, cancelled)
    return Looked(report, first, tuple(sorted(finder.lost)) if patient else ())


def _repeats(looked: Looked) -> list[int]:
    """Return the frames that repeat the one before while the picture moves."""
    found = looked.report.moving_duplicates if looked.report else ()
    return [looked.first + frame for frame in found]


def _flashes(looked: Looked) -> tuple[int, ...]:
    """Return the frames under other light, but for those that are not there."""
    flashes = looked.report.flashes if looked.report else ()
    lit = {looked.first + k for flash in flashes for k in range(flash.first, flash.last + 1)}
    return tuple(sorted(lit - set(looked.lost)))


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


def plan_of(
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
