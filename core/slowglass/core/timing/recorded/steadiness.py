"""Whether frames that do not lie on their ticks exactly keep to them all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from statistics import fmean

JITTER_TICKS = 1 / 3
"""As far from a tick a frame may lie and still be of it..."""
FULL_JITTER_FRAMES, FULL_JITTER_FRAMES_STATED = 24, 20
"""...in a clip of so many frames; a shorter one fits some rate by chance, so it must fit better.
The rate that the file states needs fewer."""
STEADY, SLIPPING = (1 / 10, 10, 3), (1 / 5, 8, 3)
"""Part of the frames that may be off their ticks, of the steps that may be slips of the clock; and
so many in a row, how many of those: more are another rate."""
OTHER_RATE_TICKS, OTHER_RATE_STEPS = 0.1, 6
"""So many steps in a row that are all longer, or all shorter, than whole ticks by more than that
have another rate: jitter goes to and fro."""
WANDERING_TICKS = 0.1
"""Steps may be off by as much in the mean square however slowly what they miss adds up."""


@dataclass(frozen=True)
class Ticks:
    """A rate, and the tick of each frame; frames may share one where they came too fast."""

    rate: Fraction
    numbers: tuple[int, ...]
    """Increasing or equal, from 0."""
    lead_ticks: float
    """From the first frame's own time to tick 0."""
    misses_ticks: tuple[float, ...]
    """How far after its tick each frame was recorded; below 0: before it."""

    @property
    def single_steps(self) -> float:
        """Part of the steps between frames that are one tick long."""
        steps = [after - before for before, after in pairwise(self.numbers)]
        return steps.count(1) / len(steps)

    @property
    def mean_miss_ticks(self) -> float:
        """How far from their ticks the frames are on average."""
        return fmean(map(abs, self.misses_ticks))

    def strays(self, reach: float) -> list[bool]:
        """Return for each frame whether no tick is within reach, or one that is taken."""
        far = [abs(miss) > reach for miss in self.misses_ticks]
        taken = [False, *(after == before for before, after in pairwise(self.numbers))]
        return [a or b for a, b in zip(far, taken, strict=True)]


def reach_ticks(frames: int, is_stated: bool) -> float:
    """Return how far from their ticks frames may be in a clip of so many."""
    full = FULL_JITTER_FRAMES_STATED if is_stated else FULL_JITTER_FRAMES
    return JITTER_TICKS * min(1, frames / full)


def are_few(odd: Sequence[bool], part: float, run: int, in_run: int) -> bool:
    """Return whether few are odd, and in no run so many that it must have another rate."""
    counts = [0, *accumulate(odd)]
    worst = max(
        after - before for before, after in zip(counts, counts[run:] or counts[-1:], strict=False)
    )
    return counts[-1] <= part * len(odd) and worst <= in_run


def changes_rate(places: Sequence[float]) -> bool:
    """Return whether some frames in a row have another rate than the ticks."""
    misses = [step - round(step) for step in steps_of(places)]
    ways = [(miss > OTHER_RATE_TICKS) - (miss < -OTHER_RATE_TICKS) for miss in misses]
    return any(way and len(list(run)) >= OTHER_RATE_STEPS for way, run in groupby(ways))


def wanders(ticks: Ticks) -> bool:
    """Return whether each frame follows the one before, not a clock: what they miss adds up.

    Source: J. Durbin, G. S. Watson, Testing for serial correlation in least squares regression,
    Biometrika 37 (1950): squared differences over squares, 2 for what is independent, 0 for what
    drifts; below 1 it wanders.
    """
    steps = [step * step for step in steps_of(ticks.misses_ticks)]
    squares = (miss * miss for miss in ticks.misses_ticks)
    return fmean(steps) > WANDERING_TICKS**2 and sum(steps) < sum(squares)


def steps_of(places: Sequence[float]) -> list[float]:
    """Return what lies between each two that follow each other."""
    return [after - before for before, after in pairwise(places)]
