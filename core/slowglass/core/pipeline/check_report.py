"""What a check of a delivered result found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from slowglass.core.pipeline.delivery import FileState

ProblemKind = FileState | Literal["foreign", "left over", "wrong count", "bad manifest"]
"""Beside the states of files: files that are not in the manifest, or that it knows for those of an
earlier result; another number of frames than planned; a manifest that cannot be read."""


@dataclass(frozen=True)
class Problem:
    """One kind of thing that is wrong."""

    kind: ProblemKind
    files: tuple[str, ...] = ()
    """Names of the files that it is about, in the order of the frames."""
    detail: str = ""


@dataclass(frozen=True)
class Doubt:
    """A made frame that is likely to be seen as made."""

    frame: int
    """Its number as in the files' names; in a movie counted from 0."""
    file: str
    confidence: float


@dataclass(frozen=True)
class CheckReport:
    """What a result is, beside what it should be."""

    output: str
    """The movie, or the pattern of the sequence."""
    manifest: str
    """Path of the manifest; "" if there is none."""
    frames: int
    """How many were read back whole."""
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be checked, one sentence each."""
    doubts: tuple[Doubt, ...] = ()
    """The least sure of the made frames, ten at most, the worst first."""
    mended: tuple[str, ...] = ()
    """Files of frames that were made again in another way."""

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        problems = [{**vars(one), "files": list(one.files)} for one in self.problems]
        return {
            **vars(self),
            "problems": problems,
            "notes": list(self.notes),
            "doubts": [vars(one) for one in self.doubts],
            "mended": list(self.mended),
            "whole": not self.problems,
        }
