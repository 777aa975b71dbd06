"""Numbers that no clip has are refused at once, whatever they would have cost."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import (
    MOST_FRAMES,
    Conform,
    ConstantSpeed,
    FramePlan,
    SourceClock,
    TimeMap,
    parse_rate,
    time_map_from_json,
)

CLOCK = SourceClock(Fraction(24), 8)


@pytest.mark.parametrize("end", ["hold", "trim", "extrapolate"])
@pytest.mark.parametrize("speed", ["1e-9", "1e-30", "1e-99"])
def test_more_frames_than_a_result_may_have_are_refused(speed: str, end: str) -> None:
    with pytest.raises(TimeMapError, match="at most 10000000 output frames"):
        FramePlan.build(ConstantSpeed(Fraction(speed)), CLOCK, end=end)  # type: ignore[arg-type]


def test_the_most_frames_are_planned() -> None:
    speed = ConstantSpeed(Fraction(8, MOST_FRAMES))
    assert len(FramePlan.build(speed, CLOCK)) == MOST_FRAMES


@pytest.mark.parametrize("rate", ["1e40", "1e-40", "1e99", f"{10**39}/7"])
def test_rates_beyond_all_clocks_are_refused(rate: str) -> None:
    with pytest.raises(TimeMapError, match="from 1e-9 to 1e9"):
        parse_rate(rate)
    with pytest.raises(TimeMapError, match="from 1e-9 to 1e9"):
        FramePlan.build(Conform(Fraction(24)), CLOCK, output_rate=Fraction(rate))


def nested(depth: int) -> dict[str, object]:
    inner: dict[str, object] = {"kind": "speed", "speed": "1"}
    for _ in range(depth - 1):
        inner = {"kind": "reverse", "time_map": inner}
    return inner


def test_maps_within_maps_have_an_end() -> None:
    assert isinstance(time_map_from_json(nested(32)), TimeMap)
    for depth in (33, 300, 5000):
        with pytest.raises(TimeMapError, match="32 maps within maps"):
            time_map_from_json(nested(depth))
