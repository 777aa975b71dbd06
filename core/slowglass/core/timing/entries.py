"""What one output frame is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar, Literal, TypeVar

HoldReason = Literal["start", "end", "cut", "missing", "still", "flash", "mend"]
"""Why a frame stands still: nothing before the first frame, nothing after the last, a new shot
comes next, a missing source frame does, for long nothing was recorded, it is a flash that no
frame of the output hits, or somebody mended it so."""


@dataclass(frozen=True)
class Decision:
    """One output frame. Indices are source frames, counted from the first frame of the file."""

    kind: ClassVar[str]
    output_index: int
    source_position: Fraction
    """In source frames, linear in time between two of them."""
    snapped_from: Fraction | None = field(default=None, kw_only=True)
    """The position that was asked for, where it missed a whole frame by a rounding error."""
    model: str = field(default="", kw_only=True)
    """What makes it, where somebody mended it; "": the model of the job."""

    @property
    def source_frames(self) -> tuple[int, ...]:
        """Indices of the source frames that it is made of."""
        raise NotImplementedError


@dataclass(frozen=True)
class _OfOne(Decision):
    """Made of one source frame."""

    index: int

    @property
    def source_frames(self) -> tuple[int, ...]:
        """The frame."""
        return (self.index,)


@dataclass(frozen=True)
class LineTimes:
    """Times of the lines of one picture, evenly from edge to edge; each is a ``t`` of its pair."""

    start: Fraction
    """At the upper edge, or at the left one."""
    stop: Fraction
    """At the lower edge, or at the right one."""
    are_columns: bool = False

    def at(self, part: Fraction) -> Fraction:
        """Return the time at a part of the way from edge to edge."""
        return self.start + part * (self.stop - self.start)


@dataclass(frozen=True)
class _OfTwo(Decision):
    """Made of a pair; ``t`` is the part of the way in time from ``left`` to ``right``."""

    left: int
    right: int
    t: Fraction
    lines: LineTimes | None = field(default=None, kw_only=True)
    """Where each line of the picture has a time of its own, held within the length of the pair."""

    @property
    def source_frames(self) -> tuple[int, ...]:
        """Both frames of the pair."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Copy(_OfOne):
    """A source frame, untouched."""

    kind: ClassVar[str] = "copy"


@dataclass(frozen=True)
class Between(_OfTwo):
    """A new frame between its neighbours, 0 < t < 1."""

    kind: ClassVar[str] = "between"


@dataclass(frozen=True)
class Hold(_OfOne):
    """A source frame shown at a time that is not its own."""

    kind: ClassVar[str] = "hold"
    why: HoldReason


@dataclass(frozen=True)
class Blank(_OfOne):
    """Black in place of a missing source frame; ``index`` is one that is there, to be like."""

    kind: ClassVar[str] = "black"


@dataclass(frozen=True)
class Extrapolate(_OfTwo):
    """The motion of a pair carried on from the nearer one; t < 0 or t > 1."""

    kind: ClassVar[str] = "extrapolate"


Entry = Copy | Between | Hold | Blank | Extrapolate

AnyEntry = TypeVar("AnyEntry", bound=Entry)


def is_alone(entry: Entry) -> bool:
    """Return whether a frame is what it is, whatever moves around it."""
    return isinstance(entry, Blank) or (isinstance(entry, Hold) and entry.why in ("flash", "mend"))


def made_as(own: Entry, entry: AnyEntry) -> AnyEntry:
    """Return a moment, or some lines, of an output frame, made by the model that makes the frame.

    Args:
        own: entry of the frame.
        entry: what is seen at that moment, or in these lines.
    """
    return replace(entry, model=own.model)
