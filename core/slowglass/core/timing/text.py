"""Numbers, speeds and frame rates as people and files write them."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.limits import FASTEST_RATE, SLOWEST_RATE
from slowglass.core.typed import exact

FrameRate = Annotated[Fraction, "a frame rate"]
"""Frames per second; read by `parse_rate`."""

NTSC_RATES = (24, 30, 48, 60, 96, 120, 240)
"""Whole rates that film and video also run 1000/1001 times as fast."""


def parse_number(value: str | int | float | Fraction, name: str = "a number") -> Fraction:
    """Return ``value`` exactly; text may be "1/4", "0.25", "25%" or "2.5e-1".

    A float counts as the shortest decimal that denotes it, so 0.1 is 1/10.

    Raises:
        TimeMapError: it is no finite number; ``name`` says in the message what was expected.
    """
    if isinstance(value, Fraction):
        return value
    number = None if isinstance(value, bool) else exact(str(value))
    if number is None:
        raise TimeMapError(f"expected {name}, got {value!r}")
    return number


def parse_speed(text: str | int | float | Fraction) -> Fraction:
    """Return a playback speed: "25%", "1/4" and "0.25" are all four times slower.

    Raises:
        TimeMapError: it is not a number above 0.
    """
    return checked_speed(parse_number(text, "a speed such as 25%, 1/4 or 0.25"))


def parse_rate(text: str | int | float | Fraction) -> Fraction:
    """Return a frame rate; the usual decimals stand for their exact rates, 23.976 for 24000/1001.

    Raises:
        TimeMapError: it is not a number above 0.
    """
    rate = checked_rate(parse_number(text, "a frame rate such as 24, 23.976 or 24000/1001"))
    decimals = str(text).strip().partition(".")[2]
    if len(decimals) >= 2 and decimals.isdigit():
        for whole in NTSC_RATES:
            exact = Fraction(whole * 1000, 1001)
            if abs(exact - rate) * 10 ** len(decimals) <= Fraction(1, 2):
                return exact
    return rate


def checked_speed(speed: Fraction) -> Fraction:
    """Return ``speed`` if footage moves forward at it.

    Raises:
        TimeMapError: it is 0 or less.
    """
    if speed <= 0:
        kind = "freeze to stop" if speed == 0 else "reverse to run backward"
        hint = f"use a map of the kind {kind}: a file for --map, see docs/time.md"
        raise TimeMapError(f"expected a speed above 0, got {speed}", hint=hint)
    return speed


def checked_rate(rate: Fraction) -> Fraction:
    """Return ``rate`` if it is one.

    Raises:
        TimeMapError: it is 0 or less, or beyond all that files and clocks know.
    """
    if rate <= 0:
        raise TimeMapError(f"expected a frame rate above 0, got {rate}")
    if not SLOWEST_RATE <= rate <= FASTEST_RATE:
        raise TimeMapError(f"expected a frame rate from 1e-9 to 1e9, got {float(rate):.3g}")
    return rate
