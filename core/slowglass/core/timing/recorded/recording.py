"""The clock of a recording, found from the timestamps of its frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from slowglass.core.timing.clock import Jitter, SourceClock
from slowglass.core.timing.recorded.steadiness import Ticks
from slowglass.core.timing.recorded.ticks import STANDARD_RATES, find_ticks, usual_rate

SNAP = Fraction(1, 10_000)
"""A rate this close to a standard one, as a part of it, is tried as that one first. 24 and
24000/1001 are ten times further apart."""


def recorded_clock(
    timestamps: Sequence[int],
    time_base: Fraction,
    stated_rates: Iterable[Fraction] = (),
    last_duration: Fraction | None = None,
) -> SourceClock:
    """Return the clock of presentation timestamps in units of ``time_base`` seconds.

    Constant where all timestamps agree with one rate within a unit (Matroska rounds to
    milliseconds). Else a clock of even ticks where the frames lie on those, but for jitter and
    holes. Else each frame keeps its own time.

    Args:
        timestamps: of the frames, strictly increasing.
        time_base: seconds of a unit.
        stated_rates: what the file says, the most trustworthy first.
        last_duration: how long the last frame is shown, in seconds; None: the file does not say.
    """
    stated = [Fraction(rate) for rate in stated_rates if rate > 0]
    for rate in _constant_rates(timestamps, time_base, stated):
        if _is_constant(timestamps, time_base, rate):
            return SourceClock(rate, len(timestamps))
    unit, first = float(time_base), timestamps[0]
    seconds = [(timestamp - first) * unit for timestamp in timestamps]
    ticks = find_ticks(seconds, stated, unit)
    if ticks is not None:
        return _on_ticks(ticks, time_base, last_duration)
    rate = usual_rate(seconds, stated)
    times = tuple((timestamp - first) * time_base for timestamp in timestamps)
    return SourceClock(rate, len(times), times, last_duration or 1 / rate)


def _constant_rates(
    timestamps: Sequence[int], time_base: Fraction, stated: Sequence[Fraction]
) -> Iterator[Fraction]:
    """Give rates to try: what the file says, what the timestamps say; standard ones first."""
    span = (timestamps[-1] - timestamps[0]) * time_base
    # Either end of what is measured is rounded to a unit.
    measured = [(Fraction(len(timestamps) - 1) / span, time_base / span)] if span else []
    rates = [*((rate, SNAP) for rate in stated), *measured] or [(Fraction(24), SNAP)]
    for rate, doubt in rates:
        nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
        if abs(nearest - rate) <= max(SNAP, doubt) * nearest:
            yield nearest
    yield from (rate for rate, _ in rates)


def _is_constant(timestamps: Sequence[int], time_base: Fraction, rate: Fraction) -> bool:
    """Return whether every timestamp is within one unit of that rate's.

    Any rate fits some jitter of a unit or two, so one that is measured must be rounded alike all
    along. Where a unit is half a frame or more, one more would hide a frame that did not come.
    """
    # In whole parts of a unit: an hour's frames are many for fractions.
    frame, unit = (1 / (rate * time_base)).as_integer_ratio()
    first = timestamps[0] * unit
    misses = [timestamp * unit - first - k * frame for k, timestamp in enumerate(timestamps)]
    spread = max(misses) - min(misses)
    is_near = spread <= unit or (rate in STANDARD_RATES and max(map(abs, misses)) < unit)
    return is_near and 2 * spread < frame


def _on_ticks(ticks: Ticks, time_base: Fraction, last_duration: Fraction | None) -> SourceClock:
    """Return a clock in which frames are shown at their ticks; those that share one divide it."""
    tick = 1 / ticks.rate
    of_tick = Counter(ticks.numbers)
    placed: list[Fraction] = []
    for number, count in of_tick.items():
        placed += [(number + Fraction(k, count)) * tick for k in range(count)]
    lasts = max(1, round((last_duration or tick) * ticks.rate)) * tick
    units_a_tick = float(tick / time_base)
    lead = round(ticks.lead_ticks * units_a_tick) * time_base
    farthest = round(max(map(abs, ticks.misses_ticks)) * units_a_tick) * time_base
    jitter = Jitter(farthest, lead)
    return SourceClock(ticks.rate, len(placed), tuple(placed), lasts, jitter)
