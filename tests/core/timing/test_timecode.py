"""Timecode: labels and counts, drop-frame as SMPTE ST 12-1 has it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.timecode import Timecode, nominal_rate

FILM, NTSC, NTSC_60 = Fraction(24), Fraction(30000, 1001), Fraction(60000, 1001)
RATES = [FILM, Fraction(24000, 1001), Fraction(25), Fraction(30), NTSC, NTSC_60, Fraction(120)]


def labels_of_an_hour(frame_rate: Fraction, left_out: int) -> list[str]:
    """Return the first labels of drop-frame counting, by the rule as the standard words it."""
    counted = nominal_rate(frame_rate)
    return [
        f"00:{minutes:02}:{seconds:02};{frames:02}"
        for minutes in range(60)
        for seconds in range(60)
        for frames in range(counted)
        if not (minutes % 10 and seconds == 0 and frames < left_out)
    ]


@pytest.mark.parametrize(("frame_rate", "left_out"), [(NTSC, 2), (NTSC_60, 4)])
def test_drop_frame_labels_are_those_of_the_rule(frame_rate: Fraction, left_out: int) -> None:
    labels = labels_of_an_hour(frame_rate, left_out)
    for frame in [*range(0, len(labels), 97), *range(1790, 1810), *range(17970, 18010)]:
        timecode = Timecode(frame, frame_rate, is_drop_frame=True)
        assert str(timecode) == labels[frame]
        assert Timecode.parse(labels[frame], frame_rate) == timecode
    assert str(Timecode(len(labels), frame_rate, is_drop_frame=True)) == "01:00:00;00"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("00:00:59;29", "00:01:00;02"),
        ("00:09:59;29", "00:10:00;00"),
        ("01:00:00;00", "01:00:00;01"),
        ("23:59:59;29", "00:00:00;00"),
    ],
)
def test_drop_frame_leaves_out_labels_but_no_frames(before: str, after: str) -> None:
    assert str(Timecode.parse(before, NTSC) + 1) == after


def test_an_hour_of_drop_frame_is_an_hour() -> None:
    assert Timecode.parse("01:00:00;00", NTSC).frame == 107892
    assert Timecode.parse("01:00:00:00", NTSC).frame == 108000


def test_a_label_that_is_left_out_stands_for_the_next() -> None:
    assert str(Timecode.parse("00:01:00;00", NTSC)) == "00:01:00;02"


def test_the_mark_of_drop_frame_means_nothing_at_other_rates() -> None:
    assert str(Timecode.parse("01:00:00;12", FILM)) == "01:00:00:12"


@given(st.sampled_from(RATES), st.integers(0, 2_000_000), st.booleans())
def test_labels_read_back(frame_rate: Fraction, frame: int, drops: bool) -> None:
    drops = drops and frame_rate in (NTSC, NTSC_60)
    timecode = Timecode(0, frame_rate, drops) + frame
    assert Timecode.parse(str(timecode), frame_rate) == timecode


@pytest.mark.parametrize(
    ("label", "rate", "other", "expected"),
    [
        ("10:11:12:12", FILM, Fraction(60), "10:11:12:30"),
        ("10:11:12:23", FILM, Fraction(12), "10:11:12:11"),
        ("00:01:00;02", NTSC, NTSC_60, "00:01:00;04"),
        ("00:02:00;02", NTSC, FILM, "00:02:00:01"),
        ("01:00:00:00", Fraction(25), Fraction(25), "01:00:00:00"),
        ("01:00:00:99", Fraction(120), FILM, "01:00:00:19"),
    ],
)
def test_another_rate_keeps_hours_minutes_and_seconds(
    label: str, rate: Fraction, other: Fraction, expected: str
) -> None:
    assert str(Timecode.parse(label, rate).at_rate(other)) == expected


@pytest.mark.parametrize(
    "text", ["", "1:2:3", "24:00:00:00", "00:60:00:00", "00:00:61:00", "00:00:00:24", "a:b:c:d"]
)
def test_what_is_no_timecode_is_refused(text: str) -> None:
    with pytest.raises(TimeMapError, match="timecode"):
        Timecode.parse(text, FILM)
