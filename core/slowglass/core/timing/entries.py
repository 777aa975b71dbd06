"""What one output frame is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Literal

HoldReason = Literal["start", "end", "cut", "missing"]
"""Why a frame stands still: nothing before the first frame, nothing after the last, a new shot
comes next, or a missing source frame does."""


@dataclass(frozen=True)
class Decision:
    """One output frame. Indices are source frames, counted from the first frame of the file."""

    kind: ClassVar[str]
    output_index: int
    source_position: Fraction
    """In source frames, linear in time between two of them."""
    snapped_from: Fraction | None = field(default=None, kw_only=True)
    """The position that was asked for, where it missed a whole frame by a rounding error."""

    @property
    def source_frames(self) -> tuple[int, ...]:
        """Indices of the source frames that it is made of."""
        raise NotImplementedError


@dataclass(frozen=True)
class Copy(Decision):
    """A source frame, untouched."""

    kind: ClassVar[str] = "copy"
    index: int

    @property
    def source_frames(self) -> tuple[int, ...]:
        """The frame."""
        return (self.index,)


@dataclass(frozen=True)
class Between(Decision):
    """A new frame at ``t`` of the way in time from ``left`` to ``right``, 0 < t < 1."""

    kind: ClassVar[str] = "between"
    left: int
    right: int
    t: Fraction

    @property
    def source_frames(self) -> tuple[int, ...]:
        """Both neighbours."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Hold(Decision):
    """A source frame shown at a time that is not its own."""

    kind: ClassVar[str] = "hold"
    index: int
    why: HoldReason

    @property
    def source_frames(self) -> tuple[int, ...]:
        """The frame."""
        return (self.index,)


@dataclass(frozen=True)
class Blank(Decision):
    """Black in place of a missing source frame; ``index`` is one that is there, to be like."""

    kind: ClassVar[str] = "black"
    index: int

    @property
    def source_frames(self) -> tuple[int, ...]:
        """The frame that says how large black is."""
        return (self.index,)


@dataclass(frozen=True)
class Extrapolate(Decision):
    """The motion from ``left`` to ``right`` carried on from the nearer one; t < 0 or t > 1."""

    kind: ClassVar[str] = "extrapolate"
    left: int
    right: int
    t: Fraction

    @property
    def source_frames(self) -> tuple[int, ...]:
        """Both frames of the pair."""
        return (self.left, self.right)


Entry = Copy | Between | Hold | Blank | Extrapolate
