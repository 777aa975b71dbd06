"""Which source positions the frames of a result show."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slowglass.host_adapters.common import (
    result_frames,
    result_moments,
    source_positions,
    steady_position,
)


@pytest.mark.parametrize(
    ("covered", "ratio", "frames"),
    [
        (12, Fraction(1), 12),
        (12, Fraction(1, 4), 48),
        (12, Fraction(5), 3),  # 2.4: the part is covered to its end
        (12, Fraction(12), 1),
        (7, Fraction(2, 3), 11),
        (1000, Fraction(1, 3), 3000),
    ],
)
def test_a_result_covers_its_part_and_no_more(covered: int, ratio: Fraction, frames: int) -> None:
    assert result_frames(covered, ratio) == frames
    moments = result_moments(5, frames, ratio)
    assert moments == [5 + k * ratio for k in range(frames)]
    assert moments[-1] < 5 + covered <= moments[-1] + ratio


def test_positions_count_from_the_start_of_the_clip_in_frames_of_the_source() -> None:
    moments = result_moments(2, 4, Fraction(1, 2))
    forwards = source_positions(moments, Fraction(100), Fraction(2), 10, False)
    assert forwards == [104, 105, 106, 107]


def test_a_reversed_clip_shows_its_frames_from_the_last_one_on() -> None:
    whole = result_moments(0, 10, Fraction(1))
    forwards = source_positions(whole, Fraction(7), Fraction(3, 2), 10, False)
    backwards = source_positions(whole, Fraction(7), Fraction(3, 2), 10, True)
    assert backwards == forwards[::-1]
    half = result_moments(0, 2, Fraction(1, 2))
    slow = source_positions(half, Fraction(7), Fraction(1), 10, True)
    assert slow == [16, Fraction(31, 2)]


def test_a_position_is_whole_where_only_rounding_keeps_it_from_that() -> None:
    assert steady_position(Fraction(12) - Fraction(1, 30)) == 12
    assert steady_position(Fraction(25, 2)) == Fraction(25, 2)
    assert steady_position(Fraction(12) + Fraction(1, 19)) == Fraction(12) + Fraction(1, 19)
