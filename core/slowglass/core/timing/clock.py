"""When each frame of a source is shown, exactly."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import floor

from slowglass.core.errors import TimeMapError

LONGEST_HOLE_TICKS, LONGEST_HOLE_SECONDS = 5, Fraction(1, 10)
"""From one frame to the next. What lasts longer than both is no frame that did not come: the
picture stood still, and the recorder had nothing to record."""


@dataclass(frozen=True)
class Jitter:
    """How the frames' own timestamps differ from the even ticks that a clock has in their place."""

    seconds: Fraction
    """The farthest that a frame was recorded from its tick."""
    lead_seconds: Fraction
    """From the first frame's own time to its tick; below 0 if it was recorded late."""


@dataclass(frozen=True)
class Hole:
    """Ticks at which no frame was recorded."""

    after: int
    """The frame before them."""
    frames: int
    """How many there would be."""


@dataclass(frozen=True)
class SourceClock:
    """Maps frame indices to seconds from the first frame, and back.

    A constant rate needs no list, so ten hours at 24000/1001 cost nothing and stay exact.
    """

    frame_rate: Fraction
    """Of the ticks; for a variable rate a standard one, near that of the parts where frames are
    dense."""
    frame_count: int
    times: tuple[Fraction, ...] | None = None
    """Where frames do not follow each other evenly: seconds of each, from 0, strictly
    increasing."""
    last_duration: Fraction | None = None
    """With ``times``: how long the last frame is shown."""
    jitter: Jitter | None = None
    """With ``times`` that lie on even ticks, but for holes; None: they lie where they may."""

    def __post_init__(self) -> None:
        """Check that time runs forward.

        Raises:
            TimeMapError: no frames, a rate that is not positive, or times that do not increase.
        """
        if self.frame_rate <= 0:
            raise TimeMapError(f"expected a frame rate above 0, got {self.frame_rate}")
        if self.frame_count < 1:
            raise TimeMapError(f"expected at least one frame, got {self.frame_count}")
        if self.times is not None:
            if len(self.times) != self.frame_count or self.times[0] != 0:
                raise TimeMapError("expected one time for each frame, the first 0")
            if any(b <= a for a, b in pairwise(self.times)):
                raise TimeMapError("expected the frames' times to increase")

    @property
    def is_constant(self) -> bool:
        """Whether every frame is shown equally long."""
        return self.times is None

    @property
    def duration_seconds(self) -> Fraction:
        """From the start of the first frame to the end of the last."""
        return self.seconds(self.frame_count)

    @property
    def has_ticks(self) -> bool:
        """Whether frames were recorded at even ticks, though perhaps not at each."""
        return self.times is None or self.jitter is not None

    @property
    def tick_seconds(self) -> Fraction:
        """From one tick to the next."""
        return 1 / self.frame_rate

    @cached_property
    def holes(self) -> tuple[Hole, ...]:
        """Where frames did not come, though the clock ticked."""
        steps = [] if self.times is None else [b - a for a, b in pairwise(self.times)]
        ticks = [floor(step * self.frame_rate) for step in steps] if self.has_ticks else []
        return tuple(
            Hole(k, passed - 1)
            for k, passed in enumerate(ticks)
            if passed >= 2 and not self.stands(k)
        )

    def stands(self, index: int) -> bool:
        """Return whether the picture stood after frame ``index`` until a tick before the next."""
        if self.times is None or index + 1 >= self.frame_count:
            return False
        passed = self.times[index + 1] - self.times[index]
        return passed > max(LONGEST_HOLE_TICKS * self.tick_seconds, LONGEST_HOLE_SECONDS)

    def moving(self, left: int, right: int) -> tuple[Fraction, Fraction]:
        """Return from when to when the picture moves between two frames, in seconds.

        Between neighbours where it stood, that is the last tick only.
        """
        start, end = self.seconds(left), self.seconds(right)
        if right == left + 1 and self.stands(left):
            start = end - self.tick_seconds
        return start, end

    def seconds(self, index: int) -> Fraction:
        """Return when frame ``index`` starts; ``frame_count`` gives the end of the last one."""
        if self.times is None:
            return index / self.frame_rate
        if index == self.frame_count:
            return self.times[-1] + (self.last_duration or self.tick_seconds)
        return self.times[index]

    def position(self, seconds: Fraction) -> Fraction:
        """Return the position at ``seconds``: frame index plus the part of the way to the next.

        Outside the frames it goes on at the pace of the first or last frame.
        """
        if self.times is None:
            return seconds * self.frame_rate
        index = min(max(bisect_right(self.times, seconds) - 1, 0), self.frame_count - 1)
        start = self.times[index]
        return index + (seconds - start) / (self.seconds(index + 1) - start)

    def seconds_at(self, position: Fraction) -> Fraction:
        """Return the seconds at ``position``; the inverse of `position`."""
        if self.times is None:
            return position / self.frame_rate
        index = min(max(floor(position), 0), self.frame_count - 1)
        start = self.times[index]
        return start + (position - index) * (self.seconds(index + 1) - start)
