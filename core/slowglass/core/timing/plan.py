"""Which source frames each output frame is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import overload

from slowglass.core.choices import EndPolicy, GapPolicy
from slowglass.core.timing.clock import SourceClock
from slowglass.core.timing.decide import Decider
from slowglass.core.timing.entries import Between, Blank, Copy, Entry, Extrapolate, Hold
from slowglass.core.timing.limits import checked_count
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
    mended: tuple[Entry, ...] = ()
    """Entries that stand in the place of what would be decided."""

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
        flashes: Collection[int] = (),
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
            flashes: frames under other light, which stay single frames: motion goes across them.
            gaps: what stands in their place.

        Raises:
            TimeMapError: the range is not in the source, the map does not fit it, or asks for more
                frames than a result may have.
        """
        last = clock.frame_count - 1 if last is None else last
        span = SourceSpan.from_frames(clock, first, last)
        rate = checked_rate(output_rate or time_map.output_rate(span) or clock.frame_rate)
        shots = Shots.build(clock.frame_count, cuts, duplicates, missing, flashes)
        count = checked_count(max(1, ceil(time_map.output_seconds(span) * rate)))
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

    @cached_property
    def source_range(self) -> range:
        """The source frames from the first to the last that any output frame is made of."""
        first, last = self.shots.frame_count, 0
        for entry in self:
            first, last = min(first, entry.source_frames[0]), max(last, entry.source_frames[-1])
        return range(first, last + 1)

    def asked_position(self, output_index: int | Fraction) -> Fraction:
        """Return the source position that the map asks for, before any snapping.

        Args:
            output_index: an output frame, or a time between two.
        """
        seconds = self.time_map.source_seconds(output_index / self.output_rate, self.span)
        return self.span.position(seconds)

    def at(self, output_index: int, time: Fraction) -> Entry:
        """Return what is shown at a time, in output frames, while frame ``output_index`` is.

        Before the first frame and after the last one that is the same as at the ends.
        """
        inside = min(max(time, Fraction(0)), Fraction(self.frame_count))
        return self.shown_at(output_index, self.asked_position(inside))

    def shown_at(self, output_index: int, position: Fraction) -> Entry:
        """Return what is shown at a position of the source while frame ``output_index`` is."""
        return self._decider.decide(output_index, position)

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

    def summary(self, part: range | None = None) -> PlanSummary:
        """Count the decisions; visits every frame, or those of these output indices."""
        indices = range(self.frame_count) if part is None else part
        kinds = dict.fromkeys((Copy.kind, Between.kind, Blank.kind, Extrapolate.kind), 0)
        holds: dict[str, int] = {}
        replaced = 0
        for entry in map(self.__getitem__, indices):
            if isinstance(entry, Hold):
                holds[entry.why] = holds.get(entry.why, 0) + 1
            else:
                kinds[entry.kind] += 1
            replaced += self._is_replaced(entry)
        return PlanSummary(
            frames=len(indices),
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
        """Decide, but for what was mended."""
        mended = self._mended_by_index.get(output_index)
        return mended or self._decided(output_index)

    @cached_property
    def _mended_by_index(self) -> dict[int, Entry]:
        return {entry.output_index: entry for entry in self.mended}

    def _decided(self, output_index: int) -> Entry:
        asked = self.asked_position(output_index)
        whole = Fraction(round(asked))
        near = abs(asked - whole) <= self.time_map.position_tolerance
        position = whole if near else asked
        flash = self.shots.flash_beside(position)
        if flash is not None and self._is_nearest(output_index, position, flash):
            entry: Entry = Hold(output_index, position, flash, "flash")
        else:
            entry = self.shown_at(output_index, position)
        return entry if position == asked else replace(entry, snapped_from=asked)

    def _is_nearest(self, output_index: int, position: Fraction, flash: int) -> bool:
        """Return whether no other output frame is nearer to a flash, half a frame away at most."""
        before, after = self.source_step(output_index)
        way = flash - position
        onwards = way * (after or before) > 0
        reach = min(abs(after if onwards else before), Fraction(1)) / 2
        return abs(way) < reach or (onwards and abs(way) == reach)

    @cached_property
    def _decider(self) -> Decider:
        return Decider(self.span.clock, self.shots, self.end, self.gaps)

    def _trimmed(self) -> FramePlan:
        """Drop frames from the end that lie outside the source; one at least stays."""
        count = self.frame_count
        while count > 1 and isinstance(entry := self._entry(count - 1), Hold):
            if entry.why not in ("start", "end"):
                break
            count -= 1
        return replace(self, frame_count=count)
