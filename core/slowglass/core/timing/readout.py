"""Pictures that were read out line by line: which pairs of source frames show which lines of one.

A line that was read later shows a later moment. Between two frames whatever moves evenly passes
line y at the time that y has at the frames themselves, plus the part of the way; so the picture of
one moment takes each line at that moment less the line's own delay, up and down motion included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Literal, get_args

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.clock import SourceClock
from slowglass.core.timing.entries import (
    Between,
    Entry,
    Extrapolate,
    LineTimes,
    is_alone,
    made_as,
)
from slowglass.core.timing.plan import FramePlan

Side = Literal["top", "bottom", "left", "right"]
SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True)
class Readout:
    """How a camera reads its picture: a line after the other, all of them in some milliseconds."""

    milliseconds: Fraction
    """From the first line to the last, on the source's clock."""
    begins: Side = "top"
    """Where the first line is in the picture as it is shown."""

    def __post_init__(self) -> None:
        """Check the time.

        Raises:
            TimeMapError: it is 0 or less.
        """
        if self.milliseconds <= 0:
            raise TimeMapError(
                f"expected a readout above 0 milliseconds, got {self.milliseconds}",
                hint="say where it begins, as in 16.7:bottom, where that is not the top",
            )

    @property
    def seconds(self) -> Fraction:
        """From the first line to the last."""
        return self.milliseconds / 1000

    def check(self, clock: SourceClock) -> None:
        """Make sure that a picture was read before the next one began.

        Raises:
            TimeMapError: it was not.
        """
        if self.seconds > clock.tick_seconds:
            most = float(1000 * clock.tick_seconds)
            raise TimeMapError(
                f"expected a readout within a frame of {most:g} milliseconds, "
                f"got {float(self.milliseconds):g}",
                hint="footage that plays slower than it was filmed has a readout as much longer",
            )

    def delays(self) -> tuple[Fraction, Fraction]:
        """Return how long after the middle the lines at both edges were read, top or left first."""
        half = self.seconds / 2
        return (-half, half) if self.begins in ("top", "left") else (half, -half)


@dataclass(frozen=True)
class Band:
    """Neighbouring lines of a frame that come of one pair of source frames."""

    entry: Entry
    """A pair whose ``lines`` have times; or a frame that nothing is known of to move."""
    start: Fraction = Fraction(0)
    """Part of the way from the upper edge to the lower one, or from the left to the right."""
    stop: Fraction = Fraction(1)
    are_columns: bool = False

    @property
    def holds_middle(self) -> bool:
        """Whether the middle line is in it, or at its edge."""
        return self.start <= Fraction(1, 2) <= self.stop


def bands(plan: FramePlan, own: Entry, readout: Readout) -> tuple[Band, ...]:
    """Return what a frame of one moment is made of, in the order of time.

    Beyond the ends of a shot the motion goes on; a flash, black, a shot of one frame and what
    somebody mended to stand stay.
    """
    if is_alone(own):
        return (Band(own),)
    clock, moment = plan.span.clock, _seconds(plan.span.clock, own)
    start, stop = (moment - delay for delay in readout.delays())
    early, late = min(start, stop), max(start, stop)
    first, last = ceil(clock.position(early)), floor(clock.position(late))
    shot = plan.shots.shot_at(own.source_position)
    inside = [clock.seconds(k) for k in range(first, last + 1) if k in shot]
    times = sorted({early, late, *(one for one in inside if early < one < late)})
    found = []
    for from_, to in pairwise(times):
        pair = _pair(plan, own, (from_ + to) / 2)
        if pair is None:
            return (Band(own),)
        lines = LineTimes(
            _part(clock, pair, start),
            _part(clock, pair, stop),
            are_columns=readout.begins in ("left", "right"),
        )
        above, below = sorted((time - start) / (stop - start) for time in (from_, to))
        middle = replace(pair, t=_part(clock, pair, (from_ + to) / 2), lines=lines)
        found.append(Band(middle, above, below, lines.are_columns))
    return tuple(found)


def _seconds(clock: SourceClock, entry: Entry) -> Fraction:
    """Return which moment of the source an output frame shows."""
    if isinstance(entry, Between | Extrapolate):
        start, end = clock.moving(entry.left, entry.right)
        return start + entry.t * (end - start)
    return clock.seconds(entry.index)


def _part(clock: SourceClock, pair: Between | Extrapolate, seconds: Fraction) -> Fraction:
    """Return the ``t`` of a pair at a moment of the source."""
    start, end = clock.moving(pair.left, pair.right)
    return (seconds - start) / (end - start)


def _pair(plan: FramePlan, own: Entry, seconds: Fraction) -> Between | Extrapolate | None:
    """Return whose motion is seen at a moment that is near an output frame's own.

    None where its shot has no second frame.
    """
    shots, position = plan.shots, plan.span.clock.position(seconds)
    shot = shots.shot_at(own.source_position)
    if shots.shot_at(position) == shot:
        shown = plan.shown_at(own.output_index, position)
        if isinstance(shown, Between):
            return made_as(own, replace(shown, source_position=own.source_position))
    known = own.source_frames
    nearest = known[-1] if seconds > plan.span.clock.seconds(known[-1]) else known[0]
    onwards = 1 if nearest == known[-1] and seconds > plan.span.clock.seconds(nearest) else -1
    other = shots.walk(nearest - onwards, -onwards, shot)
    if other is None:
        return None
    left, right = sorted((nearest, other))
    carried_on = Extrapolate(own.output_index, own.source_position, left, right, Fraction(0))
    return made_as(own, carried_on)
