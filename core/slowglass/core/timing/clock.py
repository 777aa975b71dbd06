"""When each frame of a source is shown, exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from slowglass.core.errors import TimeMapError


@dataclass(frozen=True)
class SourceClock:
    """Maps frame indices to seconds from the first frame, and back.

    A constant rate needs no list, so ten hours at 24000/1001 cost nothing and stay exact.
    """

    frame_rate: Fraction
    """Exact for a constant rate; the average for a variable one."""
    frame_count: int
    times: tuple[Fraction, ...] | None = None
    """Variable rate only: seconds of each frame, from 0, strictly increasing."""
    last_duration: Fraction | None = None
    """Variable rate only: how long the last frame is shown."""

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
            if any(b <= a for a, b in zip(self.times, self.times[1:], strict=False)):
                raise TimeMapError("expected the frames' times to increase")

    @classmethod
    def from_timestamps(
        cls,
        timestamps: Sequence[int],
        time_base: Fraction,
        nominal_rate: Fraction | None = None,
        last_duration: Fraction | None = None,
    ) -> SourceClock:
        """Return the clock of presentation timestamps in units of ``time_base`` seconds.

        A container may round a constant rate to its own units (Matroska: milliseconds). Where every
        timestamp is within one unit of a constant ``nominal_rate``, that rate is the truth.
        """
        count = len(timestamps)
        first = timestamps[0] if count else 0
        if nominal_rate is not None and nominal_rate > 0:
            per_frame = 1 / (nominal_rate * time_base)
            if all(abs(ts - first - k * per_frame) < 1 for k, ts in enumerate(timestamps)):
                return cls(nominal_rate, count)
        times = tuple((ts - first) * time_base for ts in timestamps)
        span = times[-1] if count > 1 else Fraction(0)
        average = Fraction(count - 1) / span if span else (nominal_rate or Fraction(24))
        return cls(average, count, times, last_duration or 1 / average)

    @property
    def is_constant(self) -> bool:
        """Whether every frame is shown equally long."""
        return self.times is None

    @property
    def duration_seconds(self) -> Fraction:
        """From the start of the first frame to the end of the last."""
        return self.seconds(self.frame_count)

    def seconds(self, index: int) -> Fraction:
        """Return when frame ``index`` starts; ``frame_count`` gives the end of the last one."""
        if self.times is None:
            return index / self.frame_rate
        if index == self.frame_count:
            return self.times[-1] + (self.last_duration or 1 / self.frame_rate)
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
