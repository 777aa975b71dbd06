"""What a retime does to time: output seconds in, source seconds out, exactly."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from fractions import Fraction

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.span import SourceSpan
from slowglass.core.timing.text import FrameRate, checked_rate, checked_speed


class TimeMap(ABC):
    """Maps time in the output to time in the source. Pure, exact and serialisable.

    Output seconds count from the start of the output, source seconds from the start of the span.
    A map goes on past both ends of the span; what is shown there is for `FramePlan` to decide.
    """

    @abstractmethod
    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the source seconds that are shown at ``output_seconds``."""

    @abstractmethod
    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return how long the output of ``span`` is.

        Raises:
            TimeMapError: the map does not fit the span.
        """

    def output_rate(self, span: SourceSpan) -> Fraction | None:
        """Return the frame rate that the map asks for; None: that of the source."""
        return None

    @property
    def position_tolerance(self) -> Fraction:
        """Frames by which a position may miss a whole one and still mean it; 0 if exact."""
        return Fraction(0)


@dataclass(frozen=True)
class ConstantSpeed(TimeMap):
    """Plays at one speed; 1/4 is four times slower."""

    speed: Fraction
    """Above 0."""

    def __post_init__(self) -> None:
        """Check that time moves forward.

        Raises:
            TimeMapError: the speed is 0 or less.
        """
        checked_speed(self.speed)

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return speed times time."""
        return output_seconds * self.speed

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the duration of the span over the speed."""
        return span.duration_seconds / self.speed


@dataclass(frozen=True)
class Conform(TimeMap):
    """Plays every source frame once, at another rate; the duration changes."""

    frame_rate: FrameRate
    """Of the output, above 0."""

    def __post_init__(self) -> None:
        """Check the rate.

        Raises:
            TimeMapError: it is 0 or less.
        """
        checked_rate(self.frame_rate)

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the time of the frame whose turn it is."""
        return span.seconds(span.position(Fraction(0)) + output_seconds * self.frame_rate)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the number of frames of the span over the rate."""
        frames = span.position(span.duration_seconds) - span.position(Fraction(0))
        return frames / self.frame_rate

    def output_rate(self, span: SourceSpan) -> Fraction:
        """Return the rate to play at."""
        return self.frame_rate


@dataclass(frozen=True)
class KeepDuration(TimeMap):
    """Plays at normal speed, at another rate; frames are made in between."""

    frame_rate: FrameRate
    """Of the output, above 0."""

    def __post_init__(self) -> None:
        """Check the rate.

        Raises:
            TimeMapError: it is 0 or less.
        """
        checked_rate(self.frame_rate)

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the same time."""
        return output_seconds

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the duration of the span."""
        return span.duration_seconds

    def output_rate(self, span: SourceSpan) -> Fraction:
        """Return the rate to play at."""
        return self.frame_rate


@dataclass(frozen=True)
class Freeze(TimeMap):
    """Shows one moment for a while."""

    at_seconds: Fraction
    """From the start of the span."""
    duration_seconds: Fraction
    """Of the output."""

    def __post_init__(self) -> None:
        """Check both times.

        Raises:
            TimeMapError: the moment lies before the span, or the duration is not above 0.
        """
        if self.at_seconds < 0:
            raise TimeMapError(f"expected to freeze at 0 s or later, got {self.at_seconds} s")
        if self.duration_seconds <= 0:
            raise TimeMapError(f"expected to freeze for over 0 s, got {self.duration_seconds} s")

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the moment."""
        return self.at_seconds

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return how long it is shown.

        Raises:
            TimeMapError: the span is over before the moment.
        """
        if self.at_seconds >= span.duration_seconds:
            raise TimeMapError(
                f"expected to freeze within {span.duration_seconds} s, got {self.at_seconds} s"
            )
        return self.duration_seconds


@dataclass(frozen=True)
class Reverse(TimeMap):
    """Runs the span backwards, retimed by another map.

    The output begins with the last frame. Time is mirrored between the first and the last frame
    of the span, so whole frames stay whole and the reverse of a reverse is the map itself.
    """

    time_map: TimeMap = field(default_factory=lambda: ConstantSpeed(Fraction(1)))
    """The map whose output is run backwards."""

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the mirrored time of the inner map."""
        return span.last_frame_seconds - self.time_map.source_seconds(output_seconds, span)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the duration of the inner map."""
        return self.time_map.output_seconds(span)

    def output_rate(self, span: SourceSpan) -> Fraction | None:
        """Return the rate of the inner map."""
        return self.time_map.output_rate(span)

    @property
    def position_tolerance(self) -> Fraction:
        """That of the inner map."""
        return self.time_map.position_tolerance
