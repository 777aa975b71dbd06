"""Where sound lies on the path of its picture."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slowglass.core.timing import (
    Conform,
    ConstantSpeed,
    FramePlan,
    KeepDuration,
    Positions,
    SourceClock,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from slowglass.core.timing.sound_path import SoundPath

CLOCK = SourceClock(Fraction(24), 48)


def path(time_map: TimeMap, recorded: SourceClock = CLOCK, first: int = 0) -> SoundPath:
    return SoundPath(FramePlan.build(time_map, CLOCK, first=first), recorded)


@pytest.mark.parametrize(
    ("time_map", "keeps"),
    [
        (ConstantSpeed(Fraction(1)), True),
        (KeepDuration(Fraction(60)), True),
        (Conform(Fraction(24)), True),
        (SpeedCurve((SpeedKey(Fraction(0), Fraction(1)),)), True),
        (Positions(tuple(k + Fraction(1, 1000) for k in range(48))), True),
        (ConstantSpeed(Fraction(999, 1000)), False),
        (Conform(Fraction(25)), False),
        (Positions(tuple(Fraction(k, 2) for k in range(90))), False),
    ],
)
def test_time_is_kept_where_sound_stays_beside_its_picture(time_map: TimeMap, keeps: bool) -> None:
    assert path(time_map).keeps_time is keeps


def test_a_range_starts_where_it_was_recorded() -> None:
    part = path(ConstantSpeed(Fraction(1, 2)), first=12)
    assert part.start_seconds == part.seconds(Fraction(0)) == Fraction(1, 2)
    assert part.seconds(Fraction(1)) == 1
    assert not part.keeps_time


def test_another_rate_than_the_recorded_one_changes_the_speed_of_sound_too() -> None:
    # Recorded at 48 frames a second, played at 24: half speed, although the map asks for none.
    played = path(ConstantSpeed(Fraction(1)), SourceClock(Fraction(48), 48))
    assert played.seconds(Fraction(1)) == Fraction(1, 2)
    assert not played.keeps_time


def test_a_variable_rate_is_followed_by_time() -> None:
    times = tuple(Fraction(k, 25) for k in (0, 1, 2, 10, 11, 12))
    clock = SourceClock(Fraction(10), 6, times, Fraction(1, 25))
    plan = FramePlan.build(ConstantSpeed(Fraction(1, 2)), clock)
    assert SoundPath(plan, clock).seconds(Fraction(1, 2)) == Fraction(1, 4)
