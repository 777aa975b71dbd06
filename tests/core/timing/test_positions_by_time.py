"""Positions of a host that shows a source by time, against what the clock says is shown then."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import Positions, SourceClock, SourceSpan

F = Fraction
STEPS = [F(1, 10)] * 10 + [F(1, 30)] * 20
TIMES = tuple(sum(STEPS[:k], F(0)) for k in range(30))
"""Ten frames of a tenth of a second, then twenty of a thirtieth: 1.667 s in all."""
VARIABLE = SourceClock(F(30), 30, TIMES, F(1, 30))
LENGTH = VARIABLE.duration_seconds


def shown(positions: list[Fraction], clock: SourceClock, **host: object) -> list[Fraction]:
    """The source positions that are shown for what a host sends."""
    span = SourceSpan.from_frames(clock, 0, clock.frame_count - 1)
    time_map = Positions(tuple(positions), F(24), **host)  # type: ignore[arg-type]
    seconds = [time_map.source_seconds(F(k, 24), span) for k in range(len(positions))]
    return [span.position(moment) for moment in seconds]


@pytest.mark.parametrize("rate", [F(30), F(60), F(2997, 100), F(18)])
def test_a_host_that_counts_evenly_means_moments(rate: Fraction) -> None:
    count = int(LENGTH * rate)
    moments = [F(k, 7) for k in range(8)]
    for known in (None, count, count // 3):
        sent = [moment * rate for moment in moments]
        assert shown(sent, VARIABLE, position_rate=rate, position_count=known) == [
            VARIABLE.position(moment) for moment in moments
        ]


def test_frames_of_a_constant_rate_are_counted_whatever_the_rate_is_set_to() -> None:
    clock = SourceClock(F(60), 100)
    sent = [F(0), F(10), F(21, 2), F(50)]
    assert shown(sent, clock, position_rate=F(24), position_count=100) == sent
    by_time = shown(sent, clock, position_rate=F(24))
    assert by_time == [position * 60 / 24 for position in sent]


def test_a_variable_source_that_is_played_slower_shows_the_same_moments_later() -> None:
    count = int(LENGTH * 30)
    sent = [F(k) for k in range(0, count, 7)]
    slow = shown(sent, VARIABLE, position_rate=F(24), position_count=count)
    assert slow == [VARIABLE.position(position * LENGTH / count) for position in sent]


def test_a_count_is_one_or_more() -> None:
    with pytest.raises(TimeMapError, match="expected a count of 1 or more, got 0"):
        Positions((F(0),), F(24), F(24), 0)
