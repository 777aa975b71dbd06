"""How frames lie on even ticks: of a clock that is steady, has a rate of its own, or slips."""

from __future__ import annotations

from cmath import exp, phase as angle, pi
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor
from statistics import linear_regression, median

JITTER_TICKS = 1 / 3
"""As far from a tick a frame may lie and still be of it..."""
FULL_JITTER_FRAMES = 24
"""...in a clip of so many frames; a shorter one fits some rate by chance, so it must fit better."""
SLIP_TICKS = 0.15
"""As far from whole ticks a step may be before it counts as a slip. 50 fps in 60 has 0.2."""
STEADY = (1 / 10, 10, 1)
"""Part of the frames that may be off their ticks, and how many of ten in a row."""
SLIPPING = (1 / 3, 24, 16)
"""Part of the steps that may be slips, and how many of a second's: more are another rate."""
FEWEST_FRAMES = 24
"""A shorter clip fits some measured rate, or some slipping clock, by chance."""
FOLLOWING = 1 / 8
"""Part of a frame's miss by which the expected place of the next is moved, where a rate drifts."""
LARGEST_DENOMINATOR = 1001
"""Of a measured rate."""


@dataclass(frozen=True)
class Ticks:
    """A rate, and the tick of each frame; frames may share one where they came too fast."""

    rate: Fraction
    numbers: tuple[int, ...]
    """Increasing or equal, from 0."""
    lead_seconds: float
    """From the first frame's own time to tick 0."""
    misses_seconds: tuple[float, ...]
    """How far after its tick each frame was recorded; below 0: before it."""

    @property
    def single_steps(self) -> float:
        """Part of the steps between frames that are one tick long."""
        steps = [after - before for before, after in pairwise(self.numbers)]
        return steps.count(1) / len(steps)


def strays(ticks: Ticks) -> list[bool]:
    """Return for each frame whether it lies on no tick, or on one that is taken."""
    reach = JITTER_TICKS * min(1, len(ticks.numbers) / FULL_JITTER_FRAMES)
    far = [abs(miss) * float(ticks.rate) > reach for miss in ticks.misses_seconds]
    taken = [False, *(after == before for before, after in pairwise(ticks.numbers))]
    return [a or b for a, b in zip(far, taken, strict=True)]


def _are_few(odd: Sequence[bool], part: float, run: int, in_run: int) -> bool:
    """Return whether few are odd, and in no run so many that it must have another rate."""
    counts = [0, *accumulate(odd)]
    worst = max(
        after - before for before, after in zip(counts, counts[run:] or counts[-1:], strict=False)
    )
    return counts[-1] <= part * len(odd) and worst <= in_run


def _numbered(places: Sequence[float], rate: Fraction, lead: float) -> Ticks | None:
    """Return the ticks nearest to the frames' places; None if the first frame is not at tick 0.

    Args:
        places: of the frames, in ticks of ``rate``, from 0.
        rate: of the ticks.
        lead: place of tick 0.
    """
    numbers = tuple(floor(place - lead + 0.5) for place in places)
    misses = tuple(
        (place - lead - number) / float(rate) for place, number in zip(places, numbers, strict=True)
    )
    return Ticks(rate, numbers, lead / float(rate), misses) if numbers[0] == 0 else None


def fit_steady(seconds: Sequence[float], rate: Fraction) -> Ticks | None:
    """Return the ticks of a clock that runs at ``rate`` from start to end."""
    places = [time * float(rate) for time in seconds]
    # The mean place within a tick, a tick taken for a full circle.
    lead = angle(sum(exp(2j * pi * place) for place in places)) / (2 * pi)
    ticks = _numbered(places, rate, lead)
    return ticks if ticks and _are_few(strays(ticks), *STEADY) else None


def fit_measured(seconds: Sequence[float], rate: Fraction) -> Ticks | None:
    """Return the ticks of a clock that runs steadily, a little faster or slower than ``rate``."""
    numbers = _followed([time * float(rate) for time in seconds])
    if len(numbers) < FEWEST_FRAMES or numbers[-1] == 0:
        return None
    slope = linear_regression(numbers, seconds).slope
    measured = Fraction(1 / slope).limit_denominator(LARGEST_DENOMINATOR) if slope > 0 else rate
    # Slips make a mean rate at which every single step is wrong.
    if usual_miss(seconds, measured) > 1.5 * usual_miss(seconds, rate) + 0.002:
        return None
    return fit_steady(seconds, measured)


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
    steps = [step * float(rate) for step in steps_of(seconds)]
    return median(abs(step - round(step)) for step in steps)


def fit_slipping(seconds: Sequence[float], rate: Fraction) -> Ticks | None:
    """Return the ticks of a clock that loses part of one at times and keeps to them in between."""
    places = [time * float(rate) for time in seconds]
    steps = steps_of(places)
    slips = [step < 0.5 or abs(step - round(step)) > SLIP_TICKS for step in steps]
    if len(places) < FEWEST_FRAMES:
        return None
    return _numbered(places, rate, 0.0) if _are_few(slips, *SLIPPING) else None


def steps_of(places: Sequence[float]) -> list[float]:
    """Return what lies between each two that follow each other."""
    return [after - before for before, after in pairwise(places)]
