"""The arithmetic of Blender's retiming, without Blender."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from slowglass.host_adapters.blender.strip.retiming import Key, RetimingCurve, rules_of, tangent_arc
from slowglass.host_adapters.blender.strip.strip_reading import StripReading
from slowglass.host_adapters.blender.strip.time_map import StripTime, TimeMap
from slowglass.host_adapters.common.refusal import Refusal

NEW, MIDDLE, OLD = rules_of((5, 0, 1)), rules_of((4, 5, 15)), rules_of((4, 2, 23))
HALF = Fraction(1, 2)


def test_the_same_25_per_cent_differs_from_version_to_version() -> None:
    # Sixty frames, the last key where each version puts it.
    for rules, last, step in (
        (OLD, 240, Fraction(59, 240)),
        (MIDDLE, 236, Fraction(1, 4)),
        (NEW, 240, Fraction(1, 4)),
    ):
        curve = RetimingCurve([Key(0, 0.0), Key(last, 1.0)], 60, rules)
        assert curve.at(Fraction(1)) == step
        assert curve.at(Fraction(last)) == 60 - (rules is not NEW)


def test_a_freeze_stands_still_and_the_next_segment_goes_on() -> None:
    keys = [Key(0, 0.0), Key(10, 0.5), Key(15, 0.5), Key(25, 1.0)]
    curve = RetimingCurve(keys, 20, NEW)
    assert [curve.at(Fraction(k)) for k in (10, 12, 15, 16)] == [10, 10, 10, 11]


def test_4_2_cuts_the_length_of_a_segment_and_keeps_float_noise_out_of_others() -> None:
    keys = [Key(0, 0.0), Key(10.0000004, 0.5), Key(21.0, 1.0)]
    old, new = RetimingCurve(keys, 21, OLD), RetimingCurve(keys, 20, NEW)
    assert old.at(Fraction(11)) - old.at(Fraction(10)) == 1  # 10 frames in 10, not in 11
    assert new.at(Fraction(10)) == 10


def test_a_transition_is_the_arc_that_touches_both_lines() -> None:
    # Unit circle around (0, 1), from its lowest point to where it climbs by 45 degrees.
    edge = math.sqrt(0.5)
    points = [(-1.0, 0.0), (0.0, 0.0), (edge, 1 - edge), (edge + 1, 2 - edge)]
    for x in (0.0, 0.3, edge):
        assert tangent_arc(points, x) == pytest.approx(1 - math.sqrt(1 - x * x), abs=1e-12)


def test_a_transition_between_equal_speeds_is_a_line() -> None:
    keys = [Key(0, 0.0), Key(4, 0.25, True), Key(8, 0.5), Key(16, 1.0)]
    assert RetimingCurve(keys, 16, NEW).at(Fraction(5)) == 5


@pytest.mark.parametrize(
    "keys",
    [
        [Key(0, 0.0)],
        [Key(0, 0.0), Key(9, 0.5), Key(9, 1.0)],
        [Key(0, 0.0, True), Key(9, 0.5), Key(12, 1.0)],
        [Key(0, 0.0), Key(9, 0.5, True), Key(12, 1.0)],
    ],
)
def test_damaged_keys_are_refused(keys: list[Key]) -> None:
    with pytest.raises(ValueError, match="expected"):
        RetimingCurve(keys, 20, MIDDLE)


def test_moments_within_the_last_frame_go_on_and_handles_hold() -> None:
    strip = StripTime(Fraction(1), 10, 10, NEW)
    exact, drawn_out = TimeMap(strip, 11), TimeMap(strip, 14)
    assert exact.at(10 + HALF) == 9 + HALF
    assert drawn_out.at(10 + HALF) == drawn_out.at(Fraction(13)) == 9
    assert exact.at(Fraction(-3)) == 0
    reverse = StripTime(Fraction(1), 10, 10, NEW, reversed=True)
    assert [TimeMap(reverse, 11).at(f) for f in (Fraction(1), 10 + HALF)] == [9, -HALF]
    assert TimeMap(reverse, 14).at(10 + HALF) == 0


def test_adjusted_playback_and_strobe() -> None:
    strip = StripTime(Fraction(1), 20, 8, NEW, playback_factor=Fraction(5, 2))
    assert [TimeMap(strip, 9).at(Fraction(k)) for k in (1, 2, 3)] == [0, Fraction(5, 2), 5]
    strobed = StripTime(Fraction(1), 20, 20, NEW, strobe=Fraction(3))
    assert [TimeMap(strobed, 21).at(Fraction(k)) for k in (1, 3, 4, 7)] == [0, 0, 3, 6]


def test_slow_motion_covers_the_span_that_was_shown() -> None:
    reading = StripReading(
        "clip", "movie", "clip.mov", 11, 15, lambda t: t - 5, source_rate=Fraction(60)
    )
    assert reading.positions_at_speed(Fraction(1)) == [6, 7, 8, 9]
    slow = reading.positions_at_speed(Fraction(1, 4))
    assert (len(slow), slow[1], slow[-1]) == (16, Fraction(25, 4), Fraction(39, 4))
    assert reading.speed_for_length(16) == Fraction(1, 4)
    assert reading.speed_to_scene_rate(Fraction(24)) == Fraction(5, 2)
    for wrong in (
        lambda: reading.positions_at_speed(Fraction(0)),
        lambda: reading.speed_for_length(0),
    ):
        with pytest.raises(Refusal, match="expected"):
            wrong()
