"""A result as the room shows it: what its manifest says of each frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from slowglass.core.errors import InputError, MissingInputError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_from_json
from slowglass.core.pipeline import frame_map
from slowglass.core.pipeline.delivery import (
    NO_FRAMES,
    ConfidenceRecord,
    FrameRecord,
    MovieTarget,
    Recorded,
    Store,
    read_recorded,
    result_at,
)
from slowglass.core.plain_files import MANIFEST_BYTES, read_json
from slowglass.core.timing import Entry

_PAIR = re.compile(r"(between|extrapolate) (\d+) (?:and|to) (\d+) at ([\d/-]+)")
_SINGLE = re.compile(r"(copy|hold) (\d+)(?: \((\w+)\))?")
"""As `describe` of the pipeline writes what a frame is made of."""


@dataclass(frozen=True)
class ShownFrame:
    """One output frame of a result."""

    what: str
    """copy, between, extrapolate, hold or black."""
    left: int
    right: int
    """Source frames, zero-based; the same one where it is made of one."""
    t: Fraction
    why: str = ""
    """Of a hold."""

    @classmethod
    def described(cls, text: str) -> ShownFrame:
        """Return the frame that the words of a manifest describe."""
        if pair := _PAIR.match(text):
            what, left, right, t = pair.groups()
            return cls(what, int(left), int(right), Fraction(t))
        if single := _SINGLE.match(text):
            what, index, why = single.groups()
            return cls(what, int(index), int(index), Fraction(0), why or "")
        return cls("black", 0, 0, Fraction(0))

    @classmethod
    def planned(cls, entry: Entry) -> ShownFrame:
        """Return the frame that an entry of a plan asks for."""
        left, *_, right = entry.source_frames * 2
        return cls(
            entry.kind, left, right, getattr(entry, "t", Fraction(0)), getattr(entry, "why", "")
        )

    @property
    def position(self) -> Fraction:
        """Where in the source it is, in frames."""
        return self.left + (self.right - self.left) * self.t

    @property
    def nearest(self) -> int:
        """The source frame that is nearest to it."""
        return self.left if self.t * 2 < 1 else self.right


@dataclass(frozen=True)
class Result:
    """A finished result, as its manifest was when it was read."""

    output: str
    """The movie, or the pattern of the sequence."""
    manifest: Path
    document: Mapping[str, Any]
    recorded: Recorded
    frames: tuple[ShownFrame, ...]
    pictures: tuple[FrameRecord, ...] = field(repr=False)
    """A record for each frame; that of the movie for each frame of one."""

    @property
    def is_movie(self) -> bool:
        """Whether it is one file, whose frames cannot be mended in place."""
        return isinstance(result_at(self.output), MovieTarget)

    @cached_property
    def job(self) -> JobSpec:
        """What made it."""
        return job_from_json(self.document["job"])

    @property
    def model(self) -> str:
        """Name of the model that made what was not mended."""
        return str(self.document["outcome"]["model"])

    @property
    def holds_code(self) -> bool:
        """Whether also its OpenEXR files hold display code."""
        return self.job.colour != "exact"

    def path(self, index: int) -> Path:
        """Return the file that a frame is in."""
        return self.manifest.with_name(self.pictures[index].path)

    def path_before(self, index: int) -> Path | None:
        """Return the file that a frame was in before its latest mend; None: there is none."""
        mends = [one for one in self.recorded.mends if one.output_index == index and one.is_kept]
        return Store(self.manifest).kept(mends[-1].replaced) if mends else None

    def confidence(self, index: int) -> ConfidenceRecord | None:
        """Return how far a frame is to be trusted; None: nobody has looked."""
        return self.recorded.confidence.get(index)

    def mend(self, index: int) -> str:
        """Return in which way a frame was mended last, "" if never."""
        hows = [one.how for one in self.recorded.mends if one.output_index == index]
        return hows[-1] if hows else ""


def read_result(output: str) -> Result:
    """Return the result at a path: a movie, a pattern, one frame, or a folder.

    Raises:
        MissingInputError: there is none, or no manifest of it.
        InputError: its manifest cannot be read, or says that it was not finished.
    """
    target = result_at(output)
    manifest = target.manifest_path
    if not manifest.is_file():
        raise MissingInputError(
            "expected the manifest of a result, there is none",
            path=manifest,
            hint="name what slowglass retime made",
        )
    recorded = read_recorded(manifest)
    if recorded is None or recorded.frame_count is None:
        raise InputError(
            "expected a finished result, this one is damaged or was cut off",
            path=manifest,
            hint="run its job again, which goes on where it stopped",
        )
    document = read_json(manifest, MANIFEST_BYTES)
    records = [r for _, r in sorted(recorded.frames.items()) if r.what not in NO_FRAMES]
    if isinstance(target, MovieTarget):
        # The manifest of a movie does not list what each frame is made of.
        plan = frame_map(job_from_json({**document["job"], "cuts": document["cuts"]}))
        frames = tuple(map(ShownFrame.planned, plan))
        records = records[:1] * len(frames)
    else:
        frames = tuple(ShownFrame.described(record.what) for record in records)
    return Result(target.output, manifest, document, recorded, frames, tuple(records))
