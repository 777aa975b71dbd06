"""Where a clip can be cut into windows."""

from __future__ import annotations

from fractions import Fraction

from slowglass.core.detect.cuts import Cut
from slowglass.core.detect.duplicates import Repeat
from slowglass.core.detect.report import PictureReport
from slowglass.core.timing import SourceClock, recorded_clock
from slowglass.core.training.dataset.windows import cut_windows, even_runs

CLOCK = SourceClock(Fraction(24), 20)


def test_a_run_ends_at_a_cut_and_passes_over_repeats_and_gaps() -> None:
    report = PictureReport(
        20, cuts=(Cut(5, 1.0, "new picture"),), repeats=(Repeat(9, 10, "moving"),)
    )
    assert even_runs(report, CLOCK, [15]) == [
        range(0, 5), range(5, 9), range(11, 15), range(16, 20)
    ]  # fmt: skip


def test_a_whole_clip_is_one_run() -> None:
    assert even_runs(PictureReport(20), CLOCK, []) == [range(0, 20)]


def test_a_run_ends_where_time_is_uneven() -> None:
    ticks = [0, 10, 20, 30, 50, 60, 70]
    clock = recorded_clock(ticks, Fraction(1, 240))
    assert even_runs(PictureReport(7), clock, []) == [range(0, 4), range(4, 7)]


def test_rounded_timestamps_are_even() -> None:
    ticks = [0, 42, 83, 125, 167, 208]
    clock = recorded_clock(ticks, Fraction(1, 1000))
    assert even_runs(PictureReport(6), clock, []) == [range(0, 6)]


def test_windows_lie_side_by_side_inside_their_runs() -> None:
    assert cut_windows([range(0, 7), range(7, 9), range(10, 16)], 3) == [0, 3, 10, 13]
