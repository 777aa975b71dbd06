from fractions import Fraction

import pytest

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import SourceClock

MILLISECOND = Fraction(1, 1000)


def test_timestamps_rounded_to_milliseconds_give_the_exact_rate() -> None:
    rate = Fraction(24000, 1001)
    stamps = [round(index / rate / MILLISECOND) for index in range(1000)]
    clock = SourceClock.from_timestamps(stamps, MILLISECOND, nominal_rate=rate)
    assert clock == SourceClock(rate, 1000)
    assert clock.is_constant


def test_uneven_timestamps_keep_their_own_times() -> None:
    clock = SourceClock.from_timestamps([100, 140, 240], MILLISECOND, Fraction(25))
    assert [clock.seconds(index) for index in range(3)] == [0, Fraction(1, 25), Fraction(7, 50)]
    assert clock.frame_rate == 2 / Fraction(140, 1000)
    assert clock.duration_seconds == Fraction(140, 1000) + Fraction(70, 1000)


@pytest.mark.parametrize("position", [Fraction(p, 4) for p in range(-8, 24)])
def test_seconds_at_and_position_are_inverse(position: Fraction) -> None:
    uneven = SourceClock(
        Fraction(24), 4, (Fraction(0), Fraction(1), Fraction(3), Fraction(4)), Fraction(2)
    )
    for clock in (uneven, SourceClock(Fraction(24000, 1001), 4)):
        assert clock.position(clock.seconds_at(position)) == position


def test_whole_positions_are_frame_times() -> None:
    clock = SourceClock(Fraction(24), 3, (Fraction(0), Fraction(1), Fraction(3)), Fraction(2))
    assert [clock.seconds_at(Fraction(k)) for k in range(4)] == [0, 1, 3, 5]


@pytest.mark.parametrize(
    ("rate", "count", "times"),
    [(0, 1, None), (24, 0, None), (24, 2, (0, 0)), (24, 2, (1, 2)), (24, 3, (0, 1))],
)
def test_time_that_does_not_run_forward_is_refused(
    rate: int, count: int, times: tuple[int, ...] | None
) -> None:
    exact = None if times is None else tuple(map(Fraction, times))
    with pytest.raises(TimeMapError):
        SourceClock(Fraction(rate), count, exact)
