"""Keys of a drawn curve, and what lies between two of them, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from slowglass.core.errors import TimeMapError

Shape = Literal["straight", "eased", "held", "free"]
"""Of the speed from a key to the next one. Free: a cubic with a slope at either end."""


@dataclass(frozen=True)
class DrawnKey:
    """A key of a drawn curve."""

    time: Fraction
    """In seconds of the output."""
    speed: Fraction
    """Below 0 the source runs backwards."""
    shape: Shape = "straight"
    leaving: Fraction = Fraction(0)
    """Of a free shape: slope of the speed at this key, in a second."""
    arriving: Fraction = Fraction(0)
    """And at the next key."""


def check_times(keys: Sequence[DrawnKey]) -> None:
    """Refuse keys that are not one after another.

    Raises:
        TimeMapError: they are not.
    """
    if keys[0].time < 0 or any(left.time >= right.time for left, right in pairwise(keys)):
        raise TimeMapError("expected the times of a curve's keys to increase from 0 s on")


def travelled(keys: Sequence[DrawnKey], time: Fraction) -> Fraction:
    """Return the source seconds that pass until ``time``: the exact integral of speed."""
    first, last = keys[0], keys[-1]
    passed = min(time, first.time) * first.speed
    for left, right in pairwise(keys):
        if time <= left.time:
            break
        length = right.time - left.time
        passed += length * _integral(left, right, min(Fraction(1), (time - left.time) / length))
    return passed + max(Fraction(0), time - last.time) * last.speed


def speed_at(keys: Sequence[DrawnKey], time: Fraction) -> Fraction:
    """Return the speed at a time; the one that begins there, where it jumps."""
    if time < keys[0].time:
        return keys[0].speed
    for left, right in pairwise(keys):
        if left.time <= time < right.time:
            return _cubic(left, right, (time - left.time) / (right.time - left.time))[0]
    return keys[-1].speed


def _cubic(left: DrawnKey, right: DrawnKey, x: Fraction) -> tuple[Fraction, Fraction]:
    """Return the speed within a segment, and its slope in a second, at the part ``x`` of it.

    Source: Farin, Curves and Surfaces for CAGD, 5th edition, section 7.5 (cubic Hermite).
    """
    length, rise = right.time - left.time, right.speed - left.speed
    if left.shape == "held":
        return left.speed, Fraction(0)
    out, into = {
        "straight": (rise, rise),
        "eased": (Fraction(0), Fraction(0)),
        "free": (left.leaving * length, left.arriving * length),
    }[left.shape]
    square, cube = 3 * rise - 2 * out - into, out + into - 2 * rise
    speed = left.speed + out * x + square * x**2 + cube * x**3
    return speed, (out + 2 * square * x + 3 * cube * x**2) / length


def split(left: DrawnKey, made: DrawnKey, right: DrawnKey) -> tuple[DrawnKey, DrawnKey]:
    """Return the keys of an eased or free segment that is divided and stays as it is."""
    x = (made.time - left.time) / (right.time - left.time)
    slope = _cubic(left, right, x)[1]
    is_free = left.shape == "free"
    outer = (left.leaving, left.arriving) if is_free else (Fraction(0), Fraction(0))
    return (
        replace(left, shape="free", leaving=outer[0], arriving=slope),
        replace(made, shape="free", leaving=slope, arriving=outer[1]),
    )


def _integral(left: DrawnKey, right: DrawnKey, x: Fraction) -> Fraction:
    """Return the mean speed times ``x`` over the first part ``x`` (0..1) of a segment.

    Free segments are cubic Hermite curves of the speed. Source: Farin, Curves and Surfaces for
    CAGD, 5th edition, section 7.5.
    """
    length, rise = right.time - left.time, right.speed - left.speed
    if left.shape == "free":
        out, into = left.leaving * length, left.arriving * length
        square, cube = 3 * rise - 2 * out - into, out + into - 2 * rise
        return left.speed * x + out * x**2 / 2 + square * x**3 / 3 + cube * x**4 / 4
    eased = {"straight": x**2 / 2, "eased": x**3 - x**4 / 2}.get(left.shape, Fraction(0))
    return left.speed * x + rise * eased
