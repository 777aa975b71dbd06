"""Several maps, one after another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.maps import TimeMap
from slowglass.core.timing.span import SourceSpan


@dataclass(frozen=True)
class Part:
    """A map of its own for a section of the range; to it the section is the whole span."""

    time_map: TimeMap
    """Of the section."""
    start_seconds: Fraction = Fraction(0)
    """Where the section starts, from the start of the range."""
    duration_seconds: Fraction | None = None
    """How much of the source it covers; None: up to the end of the range."""


@dataclass(frozen=True)
class Chain(TimeMap):
    """Plays the parts one after another; sections may repeat, overlap and be left out."""

    parts: tuple[Part, ...]
    """In the order in which they play, one at least."""

    def __post_init__(self) -> None:
        """Check that there is something to play.

        Raises:
            TimeMapError: there are no parts.
        """
        if not self.parts:
            raise TimeMapError("expected at least one part in a chain, got none")

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the time in the part that plays then."""
        rest = output_seconds
        for part in self.parts[:-1]:
            section = span.section(part.start_seconds, part.duration_seconds)
            length = part.time_map.output_seconds(section)
            if rest < length:
                return part.start_seconds + part.time_map.source_seconds(rest, section)
            rest -= length
        part = self.parts[-1]
        section = span.section(part.start_seconds, part.duration_seconds)
        return part.start_seconds + part.time_map.source_seconds(rest, section)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return the sum of the parts' durations."""
        sections = [span.section(part.start_seconds, part.duration_seconds) for part in self.parts]
        lengths = (
            part.time_map.output_seconds(section)
            for part, section in zip(self.parts, sections, strict=True)
        )
        return sum(lengths, Fraction(0))

    def output_rate(self, span: SourceSpan) -> Fraction | None:
        """Return the rate that the parts ask for.

        Raises:
            TimeMapError: they ask for different ones.
        """
        asked = {part.time_map.output_rate(span) for part in self.parts} - {None}
        if len(asked) > 1:
            raise TimeMapError(
                f"expected one frame rate in a chain, got {' and '.join(map(str, asked))}"
            )
        return asked.pop() if asked else None

    @property
    def position_tolerance(self) -> Fraction:
        """The largest of the parts'."""
        return max(part.time_map.position_tolerance for part in self.parts)
