"""How frames lie on even ticks: of a clock that is steady, has a rate of its own, or slips."""

from __future__ import annotations

from cmath import exp, phase as angle, pi
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from statistics import fmean, linear_regression, median

from slowglass.core.timing.recorded.steadiness import (
    SLIPPING,
    STEADY,
    Ticks,
    are_few,
    changes_rate,
    steps_of,
    wanders,
)

MEASURED_JITTER_TICKS = 1 / 4
"""How far from its tick a frame may be at a rate that is measured."""
SLIP_TICKS = 0.15
"""As far from whole ticks a step may be before it counts as a slip. 50 fps in 60 has 0.2."""
UNSLIPPED_TICKS = 0.05
"""As far from whole ticks the other steps may be on average: else the rate drifts."""
FEWEST_FRAMES = 24
"""A shorter clip fits some measured rate, or some slipping clock, by chance."""
FOLLOWING = 1 / 8
"""Part of a frame's miss by which the expected place of the next is moved, where a rate drifts."""
LARGEST_DENOMINATOR = 1001
"""Of a measured rate."""


def _numbered(places: Sequence[float], rate: Fraction, lead: float) -> Ticks | None:
    """Return the ticks nearest to the frames' places; None if the first frame is not at tick 0.

    Args:
        places: of the frames, in ticks of ``rate``, from 0.
        rate: of the ticks.
        lead: place of tick 0.
    """
    numbers = _one_each([floor(place - lead + 0.5) for place in places])
    misses = tuple(place - lead - number for place, number in zip(places, numbers, strict=True))
    return Ticks(rate, numbers, lead, misses) if numbers[0] == 0 else None


def _places(seconds: Sequence[float], rate: Fraction) -> list[float]:
    """Return times in ticks of a rate."""
    ticks_a_second = float(rate)
    return [time * ticks_a_second for time in seconds]


def _one_each(nearest: Sequence[int]) -> tuple[int, ...]:
    """Return ticks in which two frames share one only where none beside it is free."""
    numbers = list(nearest)
    for k in range(1, len(numbers)):
        if numbers[k] > numbers[k - 1]:
            continue
        if k + 1 < len(numbers) and numbers[k + 1] > numbers[k] + 1:
            numbers[k] += 1
        elif numbers[k - 1] - 1 > (numbers[k - 2] if k > 1 else 0):
            numbers[k - 1] -= 1
    return tuple(numbers)


def fit_steady(seconds: Sequence[float], rate: Fraction, reach: float) -> Ticks | None:
    """Return the ticks of a clock that runs at ``rate`` from start to end.

    Args:
        seconds: when each frame was recorded, from 0, increasing.
        rate: of the ticks.
        reach: how far from them frames may be, in ticks.
    """
    places = _places(seconds, rate)
    # The mean place within a tick, a tick taken for a full circle.
    lead = angle(sum(exp(2j * pi * place) for place in places)) / (2 * pi)
    ticks = _numbered(places, rate, lead)
    if ticks is None or changes_rate(places) or wanders(ticks):
        return None
    return ticks if are_few(ticks.strays(reach), *STEADY) else None


def fit_measured(seconds: Sequence[float], rate: Fraction) -> Ticks | None:
    """Return the ticks of a clock that runs steadily, a little faster or slower than ``rate``."""
    numbers = _followed(_places(seconds, rate))
    if len(numbers) < FEWEST_FRAMES or numbers[-1] == 0:
        return None
    slope = linear_regression(numbers, seconds).slope
    measured = Fraction(1 / slope).limit_denominator(LARGEST_DENOMINATOR) if slope > 0 else rate
    # Slips make a mean rate at which every single step is wrong.
    if usual_miss(seconds, measured) > 1.5 * usual_miss(seconds, rate) + 0.002:
        return None
    return fit_steady(seconds, measured, MEASURED_JITTER_TICKS)


def _followed(places: Sequence[float]) -> list[int]:
    """Return the ticks of frames whose distance from them grows slowly."""
    numbers, expected = [0], places[0]
    for place in places[1:]:
        passed = max(round(place - expected), 0)
        numbers.append(numbers[-1] + passed)
        expected += passed + FOLLOWING * (place - expected - passed)
    return numbers


def usual_miss(seconds: Sequence[float], rate: Fraction) -> float:
    """Return by how many ticks a step usually misses whole ones."""
    steps = _places(steps_of(seconds), rate)
    return median(abs(step - round(step)) for step in steps)


def fit_slipping(seconds: Sequence[float], rate: Fraction) -> Ticks | None:
    """Return the ticks of a clock that loses part of one at times and keeps to them in between."""
    if len(seconds) < FEWEST_FRAMES:
        return None
    places = _places(seconds, rate)
    misses = [0.5 if step < 0.5 else abs(step - round(step)) for step in steps_of(places)]
    slips = [miss > SLIP_TICKS for miss in misses]
    others = [miss for miss in misses if miss <= SLIP_TICKS]
    if not others or fmean(others) > UNSLIPPED_TICKS or not are_few(slips, *SLIPPING):
        return None
    return _numbered(places, rate, 0.0)
