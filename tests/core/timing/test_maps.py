from fractions import Fraction as F

import pytest
from hypothesis import given, strategies as st

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import (
    Chain,
    Conform,
    ConstantSpeed,
    Freeze,
    KeepDuration,
    Part,
    Positions,
    Reverse,
    SourceClock,
    SourceSpan,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from tests.core.timing.strategies import clocks, curves, few_examples, forward_maps

TWO_SECONDS = SourceSpan.from_frames(SourceClock(F(24), 48), 0, 47)


@pytest.mark.parametrize(
    ("time_map", "duration", "rate"),
    [
        (ConstantSpeed(F(1, 4)), F(8), None),
        (ConstantSpeed(F(3, 2)), F(4, 3), None),
        (Conform(F(30)), F(48, 30), F(30)),
        (KeepDuration(F(60)), F(2), F(60)),
        (Reverse(ConstantSpeed(F(1, 2))), F(4), None),
        (Freeze(F(1), F(5)), F(5), None),
        (Positions((F(0), F(1), F(5))), F(3, 24), None),
        (Positions((F(0), F(1), F(5)), F(60)), F(3, 60), F(60)),
    ],
)
def test_duration_and_rate_are_exact(time_map: TimeMap, duration: F, rate: F | None) -> None:
    assert time_map.output_seconds(TWO_SECONDS) == duration
    assert time_map.output_rate(TWO_SECONDS) == rate


def test_conforming_a_variable_rate_plays_every_frame_once() -> None:
    clock = SourceClock(F(24), 4, (F(0), F(1), F(3), F(4)), F(2))
    span = SourceSpan.from_frames(clock, 1, 3)
    conform = Conform(F(10))
    assert conform.output_seconds(span) == F(3, 10)
    assert [span.position(conform.source_seconds(F(k, 10), span)) for k in range(3)] == [1, 2, 3]


def test_a_linear_ramp_travels_the_mean_of_its_speeds() -> None:
    ramp = SpeedCurve((SpeedKey(F(0), F(1)), SpeedKey(F(2), F(1, 4))))
    assert ramp.source_seconds(F(2), TWO_SECONDS) == F(5, 4)
    # A quarter of the way: speed has fallen to 13/16, the mean until then is 29/32.
    assert ramp.source_seconds(F(1, 2), TWO_SECONDS) == F(1, 2) * F(29, 32)
    # The last speed holds: 3/4 s of the source are left at 1/4.
    assert ramp.output_seconds(TWO_SECONDS) == 2 + 3


def test_a_held_speed_jumps_at_the_next_key() -> None:
    keys = (SpeedKey(F(0), F(1), "hold"), SpeedKey(F(1), F(0), "hold"), SpeedKey(F(3), F(2)))
    jump = SpeedCurve(keys)
    asked = [F(1, 2), F(1), F(2), F(3), F(7, 2)]
    assert [jump.source_seconds(time, TWO_SECONDS) for time in asked] == [F(1, 2), 1, 1, 1, 2]


def test_a_smooth_ramp_follows_smoothstep() -> None:
    ramp = SpeedCurve((SpeedKey(F(0), F(0), "smooth"), SpeedKey(F(2), F(1))))
    assert ramp.source_seconds(F(2), TWO_SECONDS) == 1
    # Integral of 3x^2 - 2x^3 up to 1/2, over 2 s: 2 (1/8 - 1/32).
    assert ramp.source_seconds(F(1), TWO_SECONDS) == F(3, 16)


def test_a_curve_holds_its_first_speed_before_the_first_key() -> None:
    curve = SpeedCurve((SpeedKey(F(1), F(2)), SpeedKey(F(2), F(1))))
    assert curve.source_seconds(F(1, 2), TWO_SECONDS) == 1
    assert curve.output_seconds(TWO_SECONDS) == 1


def test_a_curve_that_ends_within_a_segment_ends_exactly_where_it_can() -> None:
    # From 0 to 2 in 2 s: the source is at x^2 / 2, at 1/2 s when x = 1.
    curve = SpeedCurve((SpeedKey(F(0), F(0)), SpeedKey(F(2), F(2))))
    half = SourceSpan.from_frames(SourceClock(F(24), 12), 0, 11)
    assert curve.output_seconds(half) == 1
    third = SourceSpan.from_frames(SourceClock(F(24), 8), 0, 7)
    end = curve.output_seconds(third)
    assert 0 <= end**2 / 2 - F(1, 3) < F(1, 2**62)


def test_a_curve_that_stops_ends_with_its_last_key() -> None:
    curve = SpeedCurve((SpeedKey(F(0), F(1)), SpeedKey(F(1), F(0))))
    assert curve.output_seconds(TWO_SECONDS) == 1


@few_examples
@given(curves(), clocks())
def test_a_curve_uses_its_span_up(curve: SpeedCurve, clock: SourceClock) -> None:
    span = SourceSpan.from_frames(clock, 0, clock.frame_count - 1)
    reached = curve.source_seconds(curve.output_seconds(span), span)
    assert 0 <= reached - span.duration_seconds < F(1, 2**50)


def test_positions_at_another_rate_lie_on_the_line_between() -> None:
    positions = Positions((F(10), F(12), F(12)), F(24))
    half_way = positions.source_seconds(F(1, 48), TWO_SECONDS)
    assert TWO_SECONDS.position(half_way) == 11
    assert TWO_SECONDS.position(positions.source_seconds(F(1), TWO_SECONDS)) == 12


def test_reverse_begins_with_the_last_frame() -> None:
    span = SourceSpan.from_frames(SourceClock(F(24), 10), 2, 5)
    reverse = Reverse()
    shown = [span.position(reverse.source_seconds(F(k, 24), span)) for k in range(4)]
    assert shown == [5, 4, 3, 2]


@few_examples
@given(forward_maps(), clocks(), st.fractions(0, 3, max_denominator=100))
def test_the_reverse_of_a_reverse_is_the_map_itself(
    time_map: TimeMap, clock: SourceClock, time: F
) -> None:
    span = SourceSpan.from_frames(clock, 0, clock.frame_count - 1)
    twice = Reverse(Reverse(time_map))
    assert twice.source_seconds(time, span) == time_map.source_seconds(time, span)
    assert twice.output_seconds(span) == time_map.output_seconds(span)


def test_a_chain_plays_its_parts_one_after_another() -> None:
    chain = Chain(
        (
            Part(ConstantSpeed(F(1)), F(0), F(1)),
            Part(Freeze(F(1), F(2))),
            Part(ConstantSpeed(F(1, 2)), F(1), F(1, 2)),
            Part(Reverse(), F(0), F(1)),
        )
    )
    assert chain.output_seconds(TWO_SECONDS) == 1 + 2 + 1 + 1
    shown = [chain.source_seconds(F(k, 2), TWO_SECONDS) * 24 for k in range(10)]
    assert shown == [0, 12, 24, 24, 24, 24, 24, 30, 23, 11]


def test_a_chain_has_one_rate() -> None:
    chain = Chain((Part(KeepDuration(F(60))), Part(ConstantSpeed(F(1)))))
    assert chain.output_rate(TWO_SECONDS) == 60
    with pytest.raises(TimeMapError, match="one frame rate"):
        Chain((Part(KeepDuration(F(60))), Part(Conform(F(50))))).output_rate(TWO_SECONDS)


@pytest.mark.parametrize(("start", "duration"), [(F(2), None), (F(0), F(3)), (F(1), F(0))])
def test_a_part_outside_the_range_is_refused(start: F, duration: F | None) -> None:
    chain = Chain((Part(ConstantSpeed(F(1)), start, duration),))
    with pytest.raises(TimeMapError, match="part of the 2 s"):
        chain.output_seconds(TWO_SECONDS)


def test_values_without_sense_are_refused() -> None:
    with pytest.raises(TimeMapError, match=r"kind freeze.*docs/time\.md"):
        ConstantSpeed(F(0))
    with pytest.raises(TimeMapError, match=r"kind reverse.*docs/time\.md"):
        ConstantSpeed(F(-1))
    with pytest.raises(TimeMapError, match="rate above 0"):
        Conform(F(0))
    with pytest.raises(TimeMapError, match="rate above 0"):
        KeepDuration(F(-1))
    with pytest.raises(TimeMapError, match="at least one source position"):
        Positions(())
    with pytest.raises(TimeMapError, match="at least one part"):
        Chain(())
    with pytest.raises(TimeMapError, match="for over 0 s"):
        Freeze(F(0), F(0))
    with pytest.raises(TimeMapError, match="within 2 s"):
        Freeze(F(2), F(1)).output_seconds(TWO_SECONDS)


def test_curves_without_sense_are_refused() -> None:
    key = SpeedKey(F(1), F(1))
    with pytest.raises(TimeMapError, match="at least one key"):
        SpeedCurve(())
    with pytest.raises(TimeMapError, match="1 s before 1 s"):
        SpeedCurve((key, key))
    with pytest.raises(TimeMapError, match=r"kind freeze.*docs/time\.md"):
        SpeedCurve((SpeedKey(F(0), F(0)),))
    with pytest.raises(TimeMapError, match="reverse"):
        SpeedKey(F(0), F(-1))
    with pytest.raises(TimeMapError, match="time of 0 s"):
        SpeedKey(F(-1), F(1))
    with pytest.raises(TimeMapError, match="linear, smooth or hold"):
        SpeedKey(F(0), F(1), "cubic")  # type: ignore[arg-type]
