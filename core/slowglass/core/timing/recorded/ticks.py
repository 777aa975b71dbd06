"""The even ticks of a camera's clock, found from when its frames were recorded.

A phone or a screen recorder has a clock that ticks evenly, yet its frames come a little early or
late (jitter), some do not come at all (holes), and now and then the clock loses a part of a tick
(a slip). None of that is another rate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from slowglass.core.timing.recorded.steadiness import Ticks, reach_ticks, steps_of
from slowglass.core.timing.recorded.tick_fits import (
    fit_measured,
    fit_slipping,
    fit_steady,
    usual_miss,
)

STANDARD_RATES = tuple(
    Fraction(rate)
    for rate in (8, 10, 12, 12.5, 15, 18, 20, 24, 25, 30, 48, 50, 60, 72, 90, 96, 100, 120, 240)
) + tuple(Fraction(rate * 1000, 1001) for rate in (12, 15, 24, 30, 48, 60, 120, 240))

STATED_TOLERANCE = Fraction(1, 2000)
"""How far, as a part of it, a rate that a file states may lie from the standard one it means; half
of what 24 and 24000/1001 are apart."""
NEAR = 0.12
"""How far the usual step between frames may lie from that of a rate that is tried."""
EQUAL_TICKS, EQUAL_STEPS = 0.1, 1e-2
"""Mean misses of ticks, if a unit of the timestamps is as long, and usual misses of single steps,
that are all alike if as small."""
LEAST_SINGLE_STEPS = 0.1
"""Part of the steps that should be one tick long: else a multiple of the true rate does, too."""


def find_ticks(
    seconds: Sequence[float], stated_rates: Iterable[Fraction], unit_seconds: float
) -> Ticks | None:
    """Return the ticks that a clip was recorded by, None if it has none: its rate truly varies.

    Tried in turn: a standard rate, a measured one, a standard one whose clock slips.

    Args:
        seconds: when each frame was recorded, from 0, increasing.
        stated_rates: what the file says; where standard rates fit equally well, those count.
        unit_seconds: of the timestamps; times are rounded to it.
    """
    count = len(seconds)
    if count < 3:
        return None
    stated = [rate for rate in map(nearest_standard, stated_rates) if rate is not None]
    rates = dict.fromkeys([*stated, *_rates_to_try(seconds)])
    steady = _found(fit_steady(seconds, r, reach_ticks(count, r in stated)) for r in rates)
    found = _dense(steady) or _dense(_found(fit_measured(seconds, rate) for rate in rates))
    # Frames that hardly ever follow each other fit every multiple of their rate: the file decides.
    found = found or [ticks for ticks in steady if ticks.rate in stated]
    if found:
        return min(found, key=lambda ticks: _badness(ticks, stated, unit_seconds))
    slipping = _dense(_found(fit_slipping(seconds, rate) for rate in rates))
    return min(slipping, key=lambda ticks: _slip_badness(ticks, stated, seconds), default=None)


def nearest_standard(rate: Fraction) -> Fraction | None:
    """Return the standard rate that ``rate`` means, None if it is not that near to one."""
    nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
    return nearest if abs(nearest - rate) <= STATED_TOLERANCE * nearest else None


def usual_rate(seconds: Sequence[float], stated_rates: Iterable[Fraction]) -> Fraction:
    """Return the standard rate nearest to that of the parts where frames are dense."""
    dense = _usual_steps(seconds)[0]
    stated = [rate for rate in map(nearest_standard, stated_rates) if rate is not None]
    near = [rate for rate in stated if abs(rate * dense - 1) <= NEAR]
    return min(near or STANDARD_RATES, key=lambda rate: abs(float(rate) * dense - 1))


def _rates_to_try(seconds: Sequence[float]) -> Iterator[Fraction]:
    """Give the standard rates that a usual step could be one tick of."""
    usual = _usual_steps(seconds)
    for rate in STANDARD_RATES:
        if any(abs(float(rate) * step - 1) <= NEAR for step in usual):
            yield rate


def _usual_steps(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the step that a quarter of all fall short of, and the median."""
    steps = sorted(steps_of(seconds))
    return steps[len(steps) // 4], steps[len(steps) // 2]


def _found(fits: Iterable[Ticks | None]) -> list[Ticks]:
    return [ticks for ticks in fits if ticks is not None]


def _dense(fits: Iterable[Ticks]) -> list[Ticks]:
    return [ticks for ticks in fits if ticks.single_steps >= LEAST_SINGLE_STEPS]


def _badness(ticks: Ticks, stated: Collection[Fraction], unit_seconds: float) -> float:
    """Return what is least for the rate that explains a clip best."""
    alike = min(unit_seconds * float(ticks.rate), EQUAL_TICKS)
    return (ticks.mean_miss_ticks + alike) * _doubt(ticks.rate, stated)


def _slip_badness(ticks: Ticks, stated: Collection[Fraction], seconds: Sequence[float]) -> float:
    """Return the same where the clock slips: only the steps between slips tell of its rate."""
    return (usual_miss(seconds, ticks.rate) + EQUAL_STEPS) * _doubt(ticks.rate, stated)


def _doubt(rate: Fraction, stated: Collection[Fraction]) -> float:
    """Return by what to multiply the misses of a rate, so that of equal ones the likeliest wins.

    That is the one that the file states; else a whole one: what has jitter is no broadcast camera.
    """
    if rate in stated:
        return 1.0
    return 1.25 if rate.denominator == 1 else 1.5
