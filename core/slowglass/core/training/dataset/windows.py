"""Where a clip can be cut into windows: runs of frames, even in time, of one shot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from slowglass.core.detect import PictureReport
from slowglass.core.timing import SourceClock

UNEVEN = 0.05
"""Part of the usual time between frames that a step may differ by, as rounded timestamps do."""


def even_runs(report: PictureReport, clock: SourceClock, missing: Iterable[int]) -> list[range]:
    """Return the runs of frames that no cut, transition, repeat, gap or uneven step is in.

    Args:
        report: of the whole clip.
        clock: of the clip; a variable rate is even where its steps are.
        missing: frames that are not there.
    """
    unusable = set(missing)
    for transition in report.transitions:
        unusable.update(range(transition.first, transition.last + 1))
    for repeat in report.repeats:
        unusable.update(range(repeat.first, repeat.last + 1))
    starts = {0, *report.cut_frames, *_uneven_steps(clock)}
    runs: list[range] = []
    first = 0
    for frame in range(report.frame_count + 1):
        ends = frame == report.frame_count or frame in unusable
        if ends or frame in starts:
            if frame > first:
                runs.append(range(first, frame))
            first = frame + 1 if ends else frame
    return runs


def cut_windows(runs: Sequence[range], length: int) -> list[int]:
    """Return the first frames of windows of ``length`` frames, side by side in each run."""
    return [run.start + length * number for run in runs for number in range(len(run) // length)]


def _uneven_steps(clock: SourceClock) -> set[int]:
    """Return the frames that come sooner or later after the one before than is usual."""
    if clock.times is None or clock.frame_count < 2:
        return set()
    steps = [float(b - a) for a, b in zip(clock.times, clock.times[1:], strict=False)]
    usual = median(steps)
    return {k for k, step in enumerate(steps, 1) if abs(step - usual) > UNEVEN * usual}
