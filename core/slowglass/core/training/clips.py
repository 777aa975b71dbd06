"""Real clips: which three frames of a shot to learn from, and decoding them.

Clips are described by an ``index.json``: a list of objects with ``file`` (relative to the index),
``segments`` ([start, end) in decode order that cross no cut and no repeated frame) and
``flow_per_frame_med`` (median motion in pixels from frame to frame).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import MissingInputError, UnreadableMediaError

LONGEST_SPAN = 8
"""Frames from left to right at most; over more, motion is no longer smooth."""

WANTED_MOTION = (2.0, 64.0)
"""Pixels from left to right that spans are chosen for."""

Picture = NDArray[Any]
"""(height, width, 3) uint8, RGB."""


@dataclass(frozen=True)
class Clip:
    """One clip of the index."""

    path: Path
    segments: tuple[tuple[int, int], ...]
    motion: float
    """Median pixels from frame to frame."""

    @property
    def weight(self) -> float:
        """How much it has to teach: motion counts, and how long it lasts, both damped."""
        frames = sum(end - start for start, end in self.segments)
        return math.pow(min(max(self.motion, 0.2), 8.0), 0.7) * math.sqrt(frames)


@dataclass(frozen=True)
class Pick:
    """Frames of one sample, by their number in the clip."""

    left: int
    between: int
    right: int


def read_index(path: Path) -> list[Clip]:
    """Return the clips of an index.

    Raises:
        MissingInputError: there is no such file.
    """
    if not path.exists():
        raise MissingInputError("expected an index of training clips, found none", path=path)
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [
        Clip(
            path.parent / entry["file"],
            tuple((int(start), int(end)) for start, end in entry["segments"]),
            float(entry["flow_per_frame_med"]),
        )
        for entry in entries
    ]


def draw_picks(clip: Clip, count: int, random: np.random.Generator) -> list[Pick]:
    """Return ``count`` picks inside the clip's segments, with spans that make enough motion."""
    segments = [segment for segment in clip.segments if segment[1] - segment[0] >= 3]
    lengths = np.array([end - start for start, end in segments], np.float64)
    picks = []
    for _ in range(count):
        start, end = segments[random.choice(len(segments), p=lengths / lengths.sum())]
        low, high = np.log(WANTED_MOTION)
        wanted = math.exp(random.uniform(low, high))
        longest = min(LONGEST_SPAN, end - start - 1)
        span = int(np.clip(round(wanted / max(clip.motion, 0.1)), 2, longest))
        left = int(random.integers(start, end - span))
        picks.append(Pick(left, left + int(random.integers(1, span)), left + span))
    return picks


def in_order(picks: list[Pick]) -> list[Pick]:
    """Return the picks in the order in which a decoder completes them."""
    return sorted(picks, key=lambda pick: (pick.right, pick.left, pick.between))


def read_picks(path: Path, picks: list[Pick]) -> Iterator[tuple[Picture, Picture, Picture]]:
    """Decode a clip once and return the frames of each pick, `in_order`.

    Raises:
        UnreadableMediaError: the clip ends before the last pick or cannot be opened.
    """
    wanted = {number for pick in picks for number in (pick.left, pick.between, pick.right)}
    waiting = in_order(picks)
    kept: dict[int, Picture] = {}
    capture = cv2.VideoCapture(str(path))
    number = 0
    while waiting:
        if number in wanted:
            good, frame = capture.read()
        else:
            good, frame = capture.grab(), None
        if not good:
            raise UnreadableMediaError(
                f"expected {waiting[-1].right + 1} frames, decoding ended", path=path, frame=number
            )
        if frame is not None:
            kept[number] = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
        while waiting and waiting[0].right <= number:
            pick = waiting.pop(0)
            yield kept[pick.left], kept[pick.between], kept[pick.right]
        kept = {key: value for key, value in kept.items() if key > number - 2 * LONGEST_SPAN}
        number += 1
    capture.release()
