from fractions import Fraction

import pytest

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import SourceClock


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
