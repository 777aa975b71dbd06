"""A clip of a timeline: what it shows, how fast, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.errors import UsageError
from slowglass.core.timing import Timecode
from slowglass.host_adapters.common import (
    result_frames,
    result_moments,
    source_positions,
    steady_position,
)
from slowglass.host_adapters.otio.curve import Curve, shown_at
from slowglass.host_adapters.otio.placement import Seconds


@dataclass(frozen=True)
class EditedClip:
    """A clip as a timeline shows it."""

    name: str
    source: str
    """A movie, or the pattern of a sequence."""
    source_rate: Fraction
    is_sequence: bool
    start_seconds: Seconds
    """From the head of the media to the lowest source frame of the clip."""
    used_seconds: Seconds
    """The same moment, as the timecode of the media counts."""
    media_seconds: Seconds
    """How much of the media is available: of a subclip a part of its file."""
    speed: Fraction
    """Below 0 the clip runs backwards, at 0 it stands still."""
    record_start: int
    """Frames of the timeline from its first frame."""
    duration: int
    frame_rate: Fraction
    """Of the timeline."""
    timeline_name: str
    first_frame: int
    """Of the timeline, as its timecode counts."""
    written_rate: float
    """The frame rate as the timeline's file writes it."""
    phase: Fraction = Fraction(0)
    """By how much of a frame the clip begins before ``record_start``."""
    curve: Curve = ()
    """Of a speed that changes, in the place of ``speed`` and ``start_seconds``."""

    @property
    def timecode(self) -> str:
        """Of the timeline, where the clip begins."""
        return str(Timecode(self.first_frame + self.record_start, self.frame_rate))

    @property
    def source_step(self) -> Fraction:
        """Source frames from one frame of the timeline to the next; 0 or more."""
        return abs(self.speed) * self.source_rate / self.frame_rate

    def positions(self, speed: Fraction | None) -> list[Fraction]:
        """Return the source position of each frame of a result that has the clip's place.

        Args:
            speed: of the result against the source; None fills the speed that the clip has.

        Raises:
            UsageError: it would be a single frame, which Resolve takes for a still.
        """
        ratio = Fraction(1) if speed is None else speed / abs(self.speed)
        count = result_frames(self.duration, ratio)
        if count < 2:
            raise UsageError(f"expected a result of two frames or more, got {count}")
        return self.positions_at(result_moments(0, count, ratio))

    def positions_at(self, moments: list[Fraction]) -> list[Fraction]:
        """Return the source positions at moments of the clip.

        Args:
            moments: frames of the timeline from ``record_start``; those outside the clip go on.
        """
        shifted = [moment + self.phase for moment in moments]
        if self.curve:
            seen = (shown_at(self.curve, moment / self.frame_rate) for moment in shifted)
            return [steady_position(second * self.source_rate) for second in seen]
        first = steady_position(self.start_seconds * self.source_rate)
        return source_positions(shifted, first, self.source_step, self.duration, self.speed < 0)
