"""What a retime tells while it runs, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal


@dataclass(frozen=True)
class Progress:
    """How far a stage is."""

    stage: Literal["open", "compile", "look", "keep", "make", "finish", "preview", "check"]
    """Opening the clip and the model; compiling code for this processor, once; looking for cuts and
    duplicates; at what lies there already; making frames; finishing a movie and sound; reading
    frames that lie there already for a small movie of all; checking a result."""
    done: int
    total: int
    path: str = ""
    """The newest file, once there is one."""


OnProgress = Callable[[Progress], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class RetimeResult:
    """What was made, by what, and what had to be decided on the way."""

    output: str
    """The movie, or the pattern of the sequence."""
    manifest: str
    frames: int
    """Of the result, whether made now or kept from an earlier run."""
    made: int
    kept: int
    frame_rate: Fraction
    duration_seconds: Fraction
    pairs_estimated: int
    model: str
    quality: str
    """That was asked for; "" where the model itself was."""
    model_because: str
    """Why it was this model, as a phrase for people."""
    estimated_on: str
    composed_on: str
    elapsed_seconds: float
    counts: dict[str, int] = field(default_factory=dict)
    """Copies, or source frames that are made anew, in-betweens, holds and extrapolations."""
    notes: tuple[str, ...] = ()
    """Assumptions and fallbacks, one sentence each: to be shown to the user."""
    preview: str = ""
    far: tuple[int, ...] = ()
    """Numbers of source frames after which much moves far, where that was looked for."""
    would_help: tuple[str, ...] = ()
    """Models to be fetched that would make this clip better, as ``models fetch`` calls them."""

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        document = dict(self.__dict__)
        document["frame_rate"] = str(self.frame_rate)
        document["duration_seconds"] = str(self.duration_seconds)
        document["notes"] = list(self.notes)
        document["far"] = list(self.far)
        document["would_help"] = list(self.would_help)
        return document
