"""Where in the recorded sound each moment of the output lies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from slowglass.core.timing.clock import SourceClock
from slowglass.core.timing.plan import FramePlan

KEPT_TIME_SECONDS = Fraction(1, 1000)
"""Sound that strays from its picture by no more than this is left as it was recorded."""


@dataclass(frozen=True)
class SoundPath:
    """Maps seconds of the output to seconds of the recording, from its first picture on.

    It follows the same time map as the frames, so that sound and picture stay together.
    """

    plan: FramePlan
    recorded: SourceClock
    """When the frames were recorded: not that of the plan where the user gave another rate."""

    @property
    def duration_seconds(self) -> Fraction:
        """Of the output."""
        return self.plan.duration_seconds

    @property
    def start_seconds(self) -> Fraction:
        """Where the range starts in the recording."""
        return self._recorded_seconds(self.plan.span.start_seconds)

    @cached_property
    def keeps_time(self) -> bool:
        """Whether output and recording run side by side from start to end."""
        rate, start = self.plan.output_rate, self.start_seconds
        return all(
            abs(self.seconds(k / rate) - start - k / rate) <= KEPT_TIME_SECONDS
            for k in range(len(self.plan))
        )

    def seconds(self, output_seconds: Fraction) -> Fraction:
        """Return the seconds of the recording that belong to a moment of the output."""
        span = self.plan.span
        passed = self.plan.time_map.source_seconds(output_seconds, span)
        return self._recorded_seconds(span.start_seconds + passed)

    def _recorded_seconds(self, source_seconds: Fraction) -> Fraction:
        clock = self.plan.span.clock
        if clock == self.recorded:
            return source_seconds
        return self.recorded.seconds_at(clock.position(source_seconds))
