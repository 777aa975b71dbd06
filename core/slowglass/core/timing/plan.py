"""Which source frames each output frame is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import overload

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
from slowglass.core.timing.maps import TimeMap
from slowglass.core.timing.shots import Shots
from slowglass.core.timing.span import SourceSpan
from slowglass.core.timing.text import checked_rate


@dataclass(frozen=True)
class PlanSummary:
    """How many output frames are made in which way."""

    frames: int
    copies: int
    between: int
    extrapolated: int
    black: int
    """Frames that stand for missing ones."""
    holds: dict[str, int]
    """By reason."""
    replaced: int
    """Frames at the time of a duplicate or missing source frame, made from its neighbours."""


@dataclass(frozen=True)
class FramePlan(Sequence[Entry]):
    """The decision for each output frame, made when it is asked for: ten hours cost nothing."""

    time_map: TimeMap
    span: SourceSpan
    output_rate: Fraction
    end: EndPolicy
    shots: Shots
    frame_count: int
    """Of the output."""
    gaps: GapPolicy = "interpolate"

    @classmethod
    def build(
        cls,
        time_map: TimeMap,
        clock: SourceClock,
        *,
        first: int = 0,
        last: int | None = None,
        output_rate: Fraction | None = None,
        end: EndPolicy = "hold",
        cuts: Collection[int] = (),
        duplicates: Collection[int] = (),
        missing: Collection[int] = (),
        gaps: GapPolicy = "interpolate",
    ) -> FramePlan:
        """Plan the output of the frames ``first`` to ``last``.

        The output has a frame k wherever k / rate < duration. All indices are source frames.

        Args:
            time_map: what happens to time.
            clock: when the frames of the whole file are shown.
            first: first frame of the range.
            last: its last frame, included; None: that of the file. Frames outside the range still
                serve as neighbours.
            output_rate: frames per second; None: what the map asks for, else the source's.
            end: what happens past the last frame (or before the first one).
            cuts: first frames of new shots; nothing is mixed across.
            duplicates: frames to replace by the motion between their neighbours. The first and
                the last frame of a shot have only one, and stay.
            missing: frames that the source lacks.
            gaps: what stands in their place.

        Raises:
            TimeMapError: the range is not in the source, or the map does not fit it.
        """
        last = clock.frame_count - 1 if last is None else last
        span = SourceSpan.from_frames(clock, first, last)
        rate = checked_rate(output_rate or time_map.output_rate(span) or clock.frame_rate)
        shots = Shots.build(clock.frame_count, cuts, duplicates, missing)
        count = max(1, ceil(time_map.output_seconds(span) * rate))
        plan = cls(time_map, span, rate, end, shots, count, gaps)
        return plan._trimmed() if end == "trim" else plan

    def __len__(self) -> int:
        return self.frame_count

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [self._entry(k) for k in range(*index.indices(self.frame_count))]
        if not -self.frame_count <= index < self.frame_count:
            raise IndexError(f"expected an output frame below {self.frame_count}, got {index}")
        return self._entry(index % self.frame_count)

    @property
    def duration_seconds(self) -> Fraction:
        """How long the output frames are shown, all together."""
        return self.frame_count / self.output_rate

    def asked_position(self, output_index: int) -> Fraction:
        """Return the source position that the map asks for, before any snapping."""
        seconds = self.time_map.source_seconds(output_index / self.output_rate, self.span)
        return self.span.position(seconds)

    def source_step(self, output_index: int) -> tuple[Fraction, Fraction]:
        """Return how many source frames lie from the output frame before, and to the one after.

        As the map asks, below 0 where time runs backwards. The first and the last frame have one
        neighbour, whose step counts twice; a single frame takes the steps of its source.
        """
        last = self.frame_count - 1
        near = range(max(0, output_index - 1), min(last, output_index + 1) + 1)
        positions = [self.asked_position(index) for index in near]
        steps = [after - before for before, after in pairwise(positions)] or [Fraction(1)]
        return steps[0], steps[-1]

    def summary(self) -> PlanSummary:
        """Count the decisions; visits every frame."""
        kinds = dict.fromkeys((Copy.kind, Between.kind, Blank.kind, Extrapolate.kind), 0)
        holds: dict[str, int] = {}
        replaced = 0
        for entry in self:
            if isinstance(entry, Hold):
                holds[entry.why] = holds.get(entry.why, 0) + 1
            else:
                kinds[entry.kind] += 1
            replaced += self._is_replaced(entry)
        return PlanSummary(
            frames=self.frame_count,
            copies=kinds[Copy.kind],
            between=kinds[Between.kind],
            extrapolated=kinds[Extrapolate.kind],
            black=kinds[Blank.kind],
            holds=holds,
            replaced=replaced,
        )

    def remarkable(self) -> Iterator[Entry]:
        """Yield what a user should know of.

        Held, black, extrapolated and snapped frames, and those that step over a source frame.
        """
        for entry in self:
            odd = isinstance(entry, Hold | Blank | Extrapolate) or entry.snapped_from is not None
            wide = isinstance(entry, Between) and entry.right - entry.left > 1
            if odd or wide or self._is_replaced(entry):
                yield entry

    def _is_replaced(self, entry: Entry) -> bool:
        """Return whether it stands for a frame that is there, but not used, or not there."""
        position = entry.source_position
        return position.denominator == 1 and int(position) in self.shots.unused

    def _entry(self, output_index: int) -> Entry:
        """Decide."""
        asked = self.asked_position(output_index)
        whole = Fraction(round(asked))
        near = abs(asked - whole) <= self.time_map.position_tolerance
        position = whole if near else asked
        snapped_from = asked if position != asked else None
        left, right = self.shots.left(position), self.shots.right(position)
        if self.gaps != "interpolate":
            stand_in = self._in_gap(output_index, position, left, right)
            if stand_in is not None:
                return replace(stand_in, snapped_from=snapped_from)
        if left is None or right is None:
            return self._outside(output_index, position, snapped_from)
        if left == right:
            return Copy(output_index, position, left, snapped_from=snapped_from)
        t = self._part_of_way(position, left, right)
        return Between(output_index, position, left, right, t, snapped_from=snapped_from)

    def _in_gap(
        self, output_index: int, position: Fraction, left: int | None, right: int | None
    ) -> Hold | Blank | None:
        """Decide where a missing frame lies between the usable ones; None where none does."""
        nearest = left if left is not None else right
        assert nearest is not None, "the first frame of a shot is always usable"
        shown = min(floor(position), self.shots.frame_count - 1)
        if self.gaps == "black" and shown in self.shots.missing:
            return Blank(output_index, position, nearest)
        stop = self.shots.shot_at(position).stop if right is None else right
        if left is None or self.shots.missing.isdisjoint(range(left + 1, stop)):
            return None
        return Hold(output_index, position, left, "missing")

    def _outside(
        self, output_index: int, position: Fraction, snapped_from: Fraction | None
    ) -> Hold | Extrapolate:
        """Decide where a shot has usable frames on one side only."""
        shot = self.shots.shot_at(position)
        left, right = self.shots.left(position), self.shots.right(position)
        nearest, inwards = (left, -1) if left is not None else (right, 1)
        assert nearest is not None, "the first frame of a shot is always usable"
        other = self.shots.walk(nearest + inwards, inwards, shot)
        if self.end == "extrapolate" and other is not None:
            first, second = sorted((nearest, other))
            # Motion is trusted for one frame; after that the picture stands still, without a jump.
            reach = min(max(position, Fraction(nearest - 1)), Fraction(nearest + 1))
            t = self._part_of_way(reach, first, second)
            return Extrapolate(output_index, position, first, second, t, snapped_from=snapped_from)
        why: HoldReason = "end" if shot.stop == self.shots.frame_count else "cut"
        why = "start" if left is None else why
        return Hold(output_index, position, nearest, why, snapped_from=snapped_from)

    def _part_of_way(self, position: Fraction, left: int, right: int) -> Fraction:
        """Return t: where ``position`` lies in time, from 0 at ``left`` to 1 at ``right``."""
        clock = self.span.clock
        start = clock.seconds(left)
        return (clock.seconds_at(position) - start) / (clock.seconds(right) - start)

    def _trimmed(self) -> FramePlan:
        """Drop frames from the end that lie outside the source; one at least stays."""
        count = self.frame_count
        while count > 1 and isinstance(entry := self._entry(count - 1), Hold):
            if entry.why == "cut":
                break
            count -= 1
        return replace(self, frame_count=count)
