"""Source frames that are not there, or cannot be read, and what stands in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from slowglass.core.choices import MissingPolicy
from slowglass.core.errors import SequenceGapError, UnreadableMediaError
from slowglass.core.frames import ClipInfo, Frame, FrameSource
from slowglass.core.media import movies
from slowglass.core.timing import FramePlan, Hole

REFUSING: tuple[MissingPolicy, ...] = ("auto", "error")
"""Policies that put nothing in the place of a lost frame."""
_LISTED = 10
_REPLACED = {
    "interpolate": "motion between the frames around them",
    "hold": "the frame before them",
    "black": "black",
}


class LossFinder:
    """A source to look at a clip by, which notes the frames that cannot be read.

    In their place it shows the last picture that could be read; at the start, the first one.
    """

    def __init__(self, source: FrameSource, lost: Collection[int], needed: range) -> None:
        """Look at ``source``.

        Args:
            source: gives the pictures.
            lost: frames that are known to be missing; they are passed over.
            needed: other frames that must be readable.
        """
        self._source = source
        self._needed = needed
        self._last: NDArray[np.float32] | None = None
        self.lost = set(lost)
        """All frames that are missing or damaged, as far as one has looked."""

    @property
    def info(self) -> ClipInfo:
        """What is known of the source."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """Return what the source gives."""
        return self._source.read(index)

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return the picture of a frame, or the one that stands in for it.

        Raises:
            InputError: the frame is needed and cannot be read, or none can be read.
        """
        picture = self._picture(index, width)
        later = index
        while picture is None and self._last is None:
            later += 1
            if later == self.info.clock.frame_count:
                raise UnreadableMediaError("expected frames, none can be read", path=self.info.path)
            picture = self._picture(later, width)
        if picture is not None:
            self._last = picture
        assert self._last is not None
        return self._last

    def _picture(self, index: int, width: int) -> NDArray[np.float32] | None:
        """Return the picture of a frame; None, and a note, if it is lost."""
        if index in self.lost:
            return None
        try:
            return self._source.read_luma(index, width)
        except (SequenceGapError, UnreadableMediaError):
            if index in self._needed:
                raise
            self.lost.add(index)
            return None


def check_gaps(info: ClipInfo, plan: FramePlan) -> None:
    """Refuse a sequence that lacks frames which its plan asks for.

    Raises:
        SequenceGapError: frames are missing.
    """
    gaps = info.missing_indices
    if not gaps:
        return
    wanted = {index for entry in plan for index in entry.source_frames if index in gaps}
    if wanted:
        numbers = [index + info.first_number for index in sorted(wanted)]
        raise SequenceGapError(
            f"expected every frame that the result is made of, {len(numbers)} are missing: "
            f"{listed(numbers)}",
            path=info.path,
            hint="render them, retime a range without them, or choose --missing interpolate, hold "
            "or black",
        )


def check_holes(info: ClipInfo, plan: FramePlan) -> None:
    """Refuse a movie that lacks frames at ticks of its clock which its plan passes over.

    Raises:
        SequenceGapError: frames never came.
    """
    holes = _holes_used(plan)
    if holes:
        count = sum(hole.frames for hole in holes)
        raise SequenceGapError(
            f"expected a frame at every tick of {float(info.clock.frame_rate):.6g} fps, {count} "
            f"never came, after frame {listed([hole.after for hole in holes])}",
            path=info.path,
            frame=holes[0].after,
            hint="choose --missing auto, interpolate, hold or black",
        )


def hole_notes(plan: FramePlan) -> Iterator[str]:
    """Say what stands where frames never came; that they did not, the clip's own notes say."""
    frames = sum(hole.frames for hole in _holes_used(plan))
    if frames:
        yield f"{frames} source frames never came; {_REPLACED[plan.gaps]} in their place."


def _holes_used(plan: FramePlan) -> list[Hole]:
    """Return the holes of the clock that lie between source frames of a plan."""
    holes = plan.span.clock.holes
    if not holes:
        return []
    # A hole lies between two frames, so one behind the last of them is not passed.
    return [hole for hole in holes if hole.after in plan.source_range[:-1]]


def missing_notes(info: ClipInfo, lost: Collection[int], policy: MissingPolicy) -> Iterator[str]:
    """Say which frames are replaced by what, one sentence for each kind of loss."""
    if policy in REFUSING:
        return
    absent = set(info.missing)
    numbers = [index + info.first_number for index in sorted(lost)]
    for what, those in (
        ("are missing", [n for n in numbers if n in absent]),
        ("cannot be read", [n for n in numbers if n not in absent]),
    ):
        if those:
            yield (
                f"{len(those)} source frames {what}: {listed(those)}; "
                f"{_REPLACED[policy]} in their place."
            )
    if info.kind == "movie" and set(lost) - absent and info.format not in movies.INTRA_CODECS:
        yield (
            "Frames that follow one that cannot be read are made from it, up to the next key "
            "frame: look at them."
        )


def listed(numbers: Collection[int]) -> str:
    """Return the first numbers of a list, for a message."""
    shown = ", ".join(map(str, list(numbers)[:_LISTED]))
    return shown + (" ..." if len(numbers) > _LISTED else "")


def black(frame: Frame) -> Frame:
    """Return a frame of the same windows, channels and attributes, all of it zero.

    Where there is alpha, black is transparent.
    """
    layers = tuple(layer.with_pixels(np.zeros_like(layer.pixels)) for layer in frame.layers)
    return replace(frame, layers=layers, native=None)
