"""What an output frame at a source position is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from slowglass.core.choices import EndPolicy, GapPolicy
from slowglass.core.timing.clock import SourceClock
from slowglass.core.timing.entries import (
    Between,
    Blank,
    Copy,
    Entry,
    Extrapolate,
    Hold,
    HoldReason,
)
from slowglass.core.timing.shots import Shots


@dataclass(frozen=True)
class Decider:
    """Decides by the frames' own times, for one position after the other."""

    clock: SourceClock
    shots: Shots
    end: EndPolicy
    gaps: GapPolicy

    def decide(self, output_index: int, position: Fraction) -> Entry:
        """Return what output frame ``output_index`` is made of, at ``position`` of the source."""
        left, right = self.shots.left(position), self.shots.right(position)
        stand_in = self._in_gap(output_index, position, left, right)
        if stand_in is not None:
            return stand_in
        if left is None or right is None:
            return self._outside(output_index, position, left, right)
        if left == right:
            return Copy(output_index, position, left)
        t = self._part_of_way(position, left, right)
        if t <= 0:
            return Hold(output_index, position, left, "still")
        return Between(output_index, position, left, right, t)

    def _in_gap(
        self, output_index: int, position: Fraction, left: int | None, right: int | None
    ) -> Hold | Blank | None:
        """Decide where a missing frame lies between the usable ones; None where none does."""
        if self.gaps == "interpolate":
            return None
        if left is not None and right == left + 1 and left in self._before_holes:
            return self._in_hole(output_index, position, left)
        nearest = left if left is not None else right
        assert nearest is not None, "the first frame of a shot is always usable"
        shown = min(floor(position), self.shots.frame_count - 1)
        if self.gaps == "black" and shown in self.shots.missing:
            return Blank(output_index, position, nearest)
        stop = self.shots.shot_at(position).stop if right is None else right
        if left is None or self.shots.missing.isdisjoint(range(left + 1, stop)):
            return None
        return Hold(output_index, position, left, "missing")

    def _in_hole(self, output_index: int, position: Fraction, left: int) -> Hold | Blank:
        """Decide where the clock ticked after frame ``left``, but no frame came."""
        passed = self.clock.seconds_at(position) - self.clock.seconds(left)
        if self.gaps == "black" and passed >= self.clock.tick_seconds:
            return Blank(output_index, position, left)
        return Hold(output_index, position, left, "missing")

    @cached_property
    def _before_holes(self) -> frozenset[int]:
        return frozenset(hole.after for hole in self.clock.holes)

    def _outside(
        self, output_index: int, position: Fraction, left: int | None, right: int | None
    ) -> Hold | Extrapolate:
        """Decide where a shot has usable frames on one side only."""
        shot = self.shots.shot_at(position)
        nearest, inwards = (left, -1) if left is not None else (right, 1)
        assert nearest is not None, "the first frame of a shot is always usable"
        other = self.shots.walk(nearest + inwards, inwards, shot)
        # A frame that stood after it had come does not move before it comes either.
        stood = left is None and self.clock.stands(nearest)
        if self.end == "extrapolate" and other is not None and not stood:
            first, second = sorted((nearest, other))
            # Motion is trusted for one frame; after that the picture stands still, without a jump.
            reach = min(max(position, Fraction(nearest - 1)), Fraction(nearest + 1))
            t = self._part_of_way(reach, first, second)
            return Extrapolate(output_index, position, first, second, t)
        why: HoldReason = "end" if shot.stop == self.shots.frame_count else "cut"
        why = "start" if left is None else why
        return Hold(output_index, position, nearest, why)

    def _part_of_way(self, position: Fraction, left: int, right: int) -> Fraction:
        """Return t: where ``position`` lies in time, from 0 at ``left`` to 1 at ``right``.

        Neighbours between which the picture stood move in the last tick only: before, t is below 0.
        """
        start, end = self.clock.moving(left, right)
        return (self.clock.seconds_at(position) - start) / (end - start)
