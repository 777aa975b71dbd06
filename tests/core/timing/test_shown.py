"""When a result shows a stretch of the recording: the inverse of where its moments lie."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from slowglass.core.timing import (
    ConstantSpeed,
    FramePlan,
    Positions,
    Reverse,
    ShownTimes,
    SoundPath,
    SourceClock,
    TimeMap,
)

CLOCK = SourceClock(Fraction(25), 20)


def shown(time: TimeMap, start: str, end: str, **options: Any) -> list[tuple[str, str]]:
    path = SoundPath(FramePlan.build(time, CLOCK, **options), CLOCK)
    (found,) = ShownTimes(path).of([(Fraction(start), Fraction(end))])
    return [(str(a), str(b)) for a, b in found]


def test_slow_is_longer_to_the_exact_time() -> None:
    half = ConstantSpeed(Fraction(1, 2))
    assert shown(half, "0", "2/5") == [("0", "4/5")]
    assert shown(half, "1/10", "3/10") == [("1/5", "3/5")]
    assert shown(ConstantSpeed(Fraction(2)), "1/7", "2/7") == [("1/14", "1/7")]


def test_what_lies_outside_the_range_is_cut_or_left_out() -> None:
    half = ConstantSpeed(Fraction(1, 2))
    assert shown(half, "0", "2/5", first=5, last=14) == [("0", "2/5")]
    assert shown(half, "0", "1/5", first=5, last=14) == []
    assert shown(half, "7/10", "9", first=5, last=14) == []


def test_a_path_that_turns_shows_a_stretch_each_time() -> None:
    there_and_back = Positions(tuple(map(Fraction, [*range(10), *range(9, -1, -1)])))
    assert shown(there_and_back, "2/25", "4/25") == [("2/25", "4/25"), ("16/25", "18/25")]
    assert shown(Reverse(), "0", "1/5") == [("3/5", "4/5")]


def test_a_standing_picture_keeps_what_lies_on_it() -> None:
    still = Positions((Fraction(5),) * 10)
    assert shown(still, "1/5", "2/5") == [("0", "2/5")]
    assert shown(still, "1/4", "2/5") == []


def test_what_a_jump_passes_over_is_not_shown() -> None:
    jump = Positions(tuple(map(Fraction, [0, 1, 2, 15, 16, 17])))
    assert shown(jump, "1/5", "6/25") == []
    assert shown(jump, "16/25", "17/25") == [("4/25", "1/5")]
