"""The part of a source that is retimed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.clock import SourceClock


@dataclass(frozen=True)
class SourceSpan:
    """A stretch of a source's time. Positions count frames from the first frame of the file."""

    clock: SourceClock
    start_seconds: Fraction
    """On the source's clock, so from its first frame."""
    duration_seconds: Fraction

    @classmethod
    def from_frames(cls, clock: SourceClock, first: int, last: int) -> SourceSpan:
        """Return the span of the frames ``first`` to ``last``, both included.

        Raises:
            TimeMapError: the source does not have these frames.
        """
        if not 0 <= first <= last < clock.frame_count:
            end = clock.frame_count - 1
            raise TimeMapError(f"expected a range within 0 to {end}, got {first} to {last}")
        start = clock.seconds(first)
        return cls(clock, start, clock.seconds(last + 1) - start)

    @property
    def frame_rate(self) -> Fraction:
        """Of the source, as its clock has it."""
        return self.clock.frame_rate

    @property
    def last_frame_seconds(self) -> Fraction:
        """When its last frame starts, from the start of the span."""
        return self.seconds(self.position(self.duration_seconds) - 1)

    def position(self, seconds: Fraction) -> Fraction:
        """Return the position at ``seconds`` from the start of the span."""
        return self.clock.position(self.start_seconds + seconds)

    def seconds(self, position: Fraction) -> Fraction:
        """Return the seconds from the start of the span at ``position``."""
        return self.clock.seconds_at(position) - self.start_seconds

    def section(self, start_seconds: Fraction, duration_seconds: Fraction | None) -> SourceSpan:
        """Return a part of the span; a duration of None goes on to its end.

        Raises:
            TimeMapError: the part is empty, or not wholly inside.
        """
        whole = self.duration_seconds
        duration = whole - start_seconds if duration_seconds is None else duration_seconds
        if start_seconds < 0 or duration <= 0 or start_seconds + duration > whole:
            raise TimeMapError(
                f"expected a part of the {whole} s of the range, "
                f"got {duration} s from {start_seconds} s"
            )
        return SourceSpan(self.clock, self.start_seconds + start_seconds, duration)
