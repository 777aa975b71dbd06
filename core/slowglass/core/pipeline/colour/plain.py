"""Colour of which nothing is said: a target that holds light gets light, any other code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from slowglass.core.frames import ClipInfo, Frame, FrameSource, Transfer
from slowglass.core.job import JobSpec
from slowglass.core.pipeline import colour

STORED_AS_LIGHT = {"uint8": "float16", "uint16": "float32"}
"""What linear light is stored in that was integer code: it holds the codes apart."""

TargetTransfer = Literal["linear", "srgb", "any"]
"""EXR holds linear light; PNG, DPX and movies display code; TIFF whatever comes."""


@dataclass(frozen=True)
class PlainColour:
    """No colour space is named: only light becomes code, or code light, where the target asks."""

    transfer: TargetTransfer
    code_points: ClassVar[None] = None
    """A movie of the result has the tags of its source."""

    def resolved(self, job: JobSpec) -> JobSpec:
        """Return the job as it is."""
        return job

    def declared(self, source: FrameSource) -> FrameSource:
        """Return the source as it is."""
        return source

    def to_target(self, frame: Frame) -> Frame:
        """Return a frame as the target holds it; the same object where it already is so."""
        return colour.to_transfer(frame, self.transfer)

    def result_transfer(self, info: ClipInfo) -> Transfer:
        """Return how the numbers of the result stand for light."""
        own = info.encoding.transfer
        return own if self.transfer == "any" or own not in ("linear", "srgb") else self.transfer
