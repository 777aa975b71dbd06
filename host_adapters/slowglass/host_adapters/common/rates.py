"""Rates, speeds and angles as fractions: hosts hold and write them rounded, as 23.976 and 0.333."""

from fractions import Fraction
from typing import Union

NTSC_RATES = (24, 30, 48, 60, 96, 120)
"""Whole rates that also run 1000/1001 times as fast."""
_TOLERANCE = Fraction(1, 100_000)
"""Of the rate: 23.976 and 29.97 are 1e-6 from what they stand for, which is 1e-3 from whole."""


def exact_rate(frames_per_second: Union[float, Fraction]) -> Fraction:
    """Return the rate that a rounded number stands for: n, n·1000/1001, else what is near.

    Args:
        frames_per_second: above 0; 23.976 and 29.97 count as 24000/1001 and 30000/1001.
    """
    rate = Fraction(frames_per_second)
    video = Fraction(round(rate * Fraction(1001, 1000)) * 1000, 1001)
    for exact in (Fraction(round(rate)), video):
        if exact > 0 and abs(rate - exact) <= _TOLERANCE * exact:
            return exact
    return rate.limit_denominator(100_000)


def rate_text(rate: Fraction) -> str:
    """Return a rate as Resolve takes and writes it: 23.976, 25."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def exact_speed(factor: float) -> Fraction:
    """Return the fraction that a speed stands for: 0.333333 and the 32-bit 0.1 are 1/3 and 1/10."""
    return Fraction(factor).limit_denominator(10_000)


def exact_number(number: float) -> Fraction:
    """Return the fraction that a field's number stands for: the 32-bit 172.8 is 864/5."""
    return Fraction(number).limit_denominator(1000)
