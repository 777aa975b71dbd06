"""A curve that is drawn over what is shown already."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.timing import SourceSpan, TimeMap


@dataclass(frozen=True)
class Redrawn(TimeMap):
    """Shows what ``shown`` shows, when ``drawn`` says."""

    shown: TimeMap
    drawn: TimeMap
    time: SourceSpan
    """That is drawn on: the seconds of ``shown``."""

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return what is shown at the time that is drawn."""
        return self.shown.source_seconds(self._seconds(output_seconds), span)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return how long the drawn curve lasts."""
        return self.drawn.output_seconds(self.time)

    def output_rate(self, span: SourceSpan) -> Fraction | None:
        """Return the rate of what is drawn on."""
        return self.time.frame_rate

    @property
    def position_tolerance(self) -> Fraction:
        """The larger of the two."""
        return max(self.shown.position_tolerance, self.drawn.position_tolerance)

    def moment(self, output_index: int) -> Fraction:
        """Return what an output frame shows, in frames of what is drawn on."""
        return self._seconds(output_index / self.time.frame_rate) * self.time.frame_rate

    def _seconds(self, output_seconds: Fraction) -> Fraction:
        return self.drawn.source_seconds(output_seconds, self.time)
