"""Exact rates and speeds, from however a host holds or writes them."""

from __future__ import annotations

import struct
from fractions import Fraction

import pytest

from slowglass.host_adapters.common import exact_rate, exact_speed


@pytest.mark.parametrize("whole", [24, 25, 30, 48, 60, 96, 120, 240])
@pytest.mark.parametrize("decimals", [3, 6, 9])
def test_a_rounded_rate_is_the_one_that_it_was_rounded_from(whole: int, decimals: int) -> None:
    for rate in (Fraction(whole), Fraction(whole * 1000, 1001)):
        assert exact_rate(round(float(rate), decimals)) == rate
        assert exact_rate(Fraction(str(round(float(rate), decimals)))) == rate


@pytest.mark.parametrize(
    ("number", "rate"),
    [
        (24, Fraction(24)),
        (29.97002956, Fraction(30000, 1001)),
        (30 / 1.00100004673, Fraction(30000, 1001)),
        (59.94005966, Fraction(60000, 1001)),
        (12.5, Fraction(25, 2)),
        (0.5, Fraction(1, 2)),
    ],
)
def test_a_rate_is_what_its_float_stands_for(number: float, rate: Fraction) -> None:
    assert exact_rate(number) == rate


@pytest.mark.parametrize("written", ["23.793", "29.975", "30.003", "59.9"])
def test_a_rate_that_only_lies_near_a_usual_one_stays_what_it_is(written: str) -> None:
    # Phones record such averages; at 29.975 taken for 29.97 a minute would be 0.3 frames off.
    assert exact_rate(float(written)) == exact_rate(Fraction(written)) == Fraction(written)


@pytest.mark.parametrize("speed", [Fraction(1, 3), Fraction(-1, 8), Fraction(3, 10), Fraction(2)])
def test_a_speed_is_exact_from_a_32_bit_float_and_from_six_decimals(speed: Fraction) -> None:
    (held,) = struct.unpack("<f", struct.pack("<f", float(speed)))
    assert exact_speed(held) == speed
    assert exact_speed(round(float(speed), 6)) == speed
