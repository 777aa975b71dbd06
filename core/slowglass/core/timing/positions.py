"""Explicit source positions, one for each output frame."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.clock import SourceClock
from slowglass.core.timing.maps import TimeMap
from slowglass.core.timing.span import SourceSpan
from slowglass.core.timing.text import FrameRate, checked_rate

SNAP_FRAMES = Fraction(1, 1000)
"""Hosts evaluate their curves in floating point: so near a whole frame, that frame is meant."""

EQUAL_RATES = Fraction(1, 10_000)
"""Rates that differ by no more than this part are one, rounded by two programs; 24 and 24000/1001
are ten times further apart."""

LONGER, END_FRAMES = Fraction(101, 100), 2
"""Two programs agree on how long a source is up to this part, and these frames at its end."""


@dataclass(frozen=True)
class Positions(TimeMap):
    """What a host sends when it has evaluated its own curve."""

    positions: tuple[Fraction, ...]
    """In source frames, counted from the first frame of the file, whatever the range is."""
    frame_rate: FrameRate | None = None
    """Output frames per second; None: as many as the source has."""
    position_rate: FrameRate | None = None
    """Positions in a second, for a host that counts evenly whatever was recorded: frame 30 is what
    the source shows at 1 s of 30. None: positions count the frames that are there."""
    position_count: int | None = None
    """How many positions such a host counts in the source, or in the part that it has of it, if its
    users set the rate at which it plays a source. Its positions then count the frames of a source
    of a constant rate, whatever rate it plays them at."""

    def __post_init__(self) -> None:
        """Check that there is something to show.

        Raises:
            TimeMapError: there are no positions, or a rate or a count is 0 or less.
        """
        if not self.positions:
            raise TimeMapError("expected at least one source position, got none")
        for rate in (self.frame_rate, self.position_rate):
            if rate is not None:
                checked_rate(rate)
        if self.position_count is not None and self.position_count < 1:
            raise TimeMapError(f"expected a count of 1 or more, got {self.position_count}")

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the time of the position; at another rate, of the straight line between two."""
        index = output_seconds * (self.frame_rate or span.frame_rate)
        last = len(self.positions) - 1
        left = min(max(floor(index), 0), last)
        before, after = self.positions[left], self.positions[min(left + 1, last)]
        position = before + (after - before) * max(index - left, Fraction(0))
        rate = self._shown_rate(span.clock)
        if rate is None:
            return span.seconds(position)
        return position / rate - span.start_seconds

    def _shown_rate(self, clock: SourceClock) -> Fraction | None:
        """Return the positions in a second of a source; None: they count its frames."""
        rate, count = self.position_rate, self.position_count
        if rate is None or (count is not None and clock.is_constant):
            return None
        # What would last longer than the source is played slower than it was recorded.
        if count is not None and (count - END_FRAMES) / rate > clock.duration_seconds * LONGER:
            return count / clock.duration_seconds
        return _evened(rate, clock)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the number of positions over the rate."""
        return len(self.positions) / (self.frame_rate or span.frame_rate)

    def output_rate(self, span: SourceSpan) -> Fraction | None:
        """Return the rate of the positions."""
        return self.frame_rate

    @property
    def position_tolerance(self) -> Fraction:
        """`SNAP_FRAMES`."""
        return SNAP_FRAMES


def _evened(position_rate: Fraction, clock: SourceClock) -> Fraction:
    """Return the rate of a clock's ticks where a host means it, else the host's own."""
    near = abs(position_rate - clock.frame_rate) <= EQUAL_RATES * clock.frame_rate
    return clock.frame_rate if near and clock.has_ticks else position_rate
