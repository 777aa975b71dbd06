from fractions import Fraction

import pytest

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import parse_number, parse_rate, parse_speed


@pytest.mark.parametrize("text", ["25%", "1/4", "0.25", " .25 ", "2.5e-1", 0.25])
def test_ways_to_write_a_quarter_speed_are_equal(text: str | float) -> None:
    assert parse_speed(text) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("119.88", Fraction(120000, 1001)),
        (59.94, Fraction(60000, 1001)),
        ("24000/1001", Fraction(24000, 1001)),
        ("24", Fraction(24)),
        ("25.00", Fraction(25)),
        ("12.5", Fraction(25, 2)),
        ("24.975", Fraction(999, 40)),
    ],
)
def test_rates_are_exact(text: str | float, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "fast", "nan", "inf", "1/0", "1/2/3", "0x10", "1e999999999", "٣", "1_0", "--1"]
)
@pytest.mark.parametrize("parse", [parse_speed, parse_rate, parse_number])
def test_rubbish_is_refused_in_one_line(parse: type, text: str) -> None:
    with pytest.raises(TimeMapError, match="expected a") as caught:
        parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, None, [1]])
def test_values_that_are_no_numbers_are_refused(value: object) -> None:
    with pytest.raises(TimeMapError):
        parse_number(value)  # type: ignore[arg-type]


def test_a_speed_of_zero_or_less_says_what_to_use_instead() -> None:
    with pytest.raises(TimeMapError, match="freeze"):
        parse_speed("0")
    with pytest.raises(TimeMapError, match="reverse"):
        parse_speed("-50%")
    for text in ("0", "-24"):
        with pytest.raises(TimeMapError, match="above 0"):
            parse_rate(text)
