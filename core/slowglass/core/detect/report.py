"""What a clip's picture tells about its time, found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.detect.cuts import Cut, CutDetector
from slowglass.core.detect.duplicates import (
    Cadence,
    DuplicateDetector,
    Repeat,
    difference,
    find_cadence,
)
from slowglass.core.detect.flashes import Flash
from slowglass.core.detect.gradual import GradualDetector, Transition
from slowglass.core.detect.match import Change, Picture, compare, make_picture
from slowglass.core.errors import ShapeError

Luma = NDArray[np.floating[Any]]

SCHEMA = "slowglass.picture_report/1"


@dataclass(frozen=True)
class PictureReport:
    """Cuts, duplicates and transitions of a clip; frames count from the first one given, as 0."""

    frame_count: int
    cuts: tuple[Cut, ...] = ()
    flashes: tuple[Flash, ...] = ()
    transitions: tuple[Transition, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    cadence: Cadence | None = None

    @property
    def cut_frames(self) -> tuple[int, ...]:
        """First frames of new shots."""
        return tuple(cut.frame for cut in self.cuts)

    @property
    def moving_duplicates(self) -> tuple[int, ...]:
        """Frames that repeat the one before while the picture moves: what can be smoothed."""
        moving = (repeat for repeat in self.repeats if repeat.kind == "moving")
        return tuple(frame for r in moving for frame in range(r.first, r.last + 1))

    def to_json(self) -> dict[str, Any]:
        """Return the report in terms of JSON."""
        return {"schema": SCHEMA, **asdict(self)}


def analyse(lumas: Iterable[Luma]) -> PictureReport:
    """Return what was found in a clip, reading each frame once and keeping about 50 small ones.

    Args:
        lumas: one float array (height, width) in 0..1 for each frame, in order and all of one
            shape; 96 to 160 pixels wide is enough.

    Raises:
        ShapeError: a frame is not of two dimensions, or of another shape than the first.
    """
    cuts, duplicates, gradual = CutDetector(), DuplicateDetector(), GradualDetector()
    count = 0
    for frame, picture, change, fine in _changes(lumas):
        cuts.add(frame, picture, change)
        gradual.add(frame, picture)
        if frame:
            duplicates.add(frame, fine)
        count = frame + 1
    for detector in (cuts, duplicates, gradual):
        detector.finish()
    return PictureReport(
        frame_count=count,
        cuts=tuple(cuts.cuts),
        flashes=tuple(cuts.flashes),
        transitions=_without_cuts(gradual.transitions, cuts.cuts),
        repeats=tuple(duplicates.repeats),
        cadence=find_cadence(duplicates.repeats),
    )


def _changes(lumas: Iterable[Luma]) -> Iterator[tuple[int, Picture, Change | None, float]]:
    """Yield (frame, picture, its change from the one before, its fine difference)."""
    old: tuple[Luma, Picture] | None = None
    for frame, luma in enumerate(lumas):
        picture = make_picture(luma)
        if old is None:
            yield frame, picture, None, 0.0
        else:
            if luma.shape != old[0].shape:
                raise ShapeError(f"expected luma {old[0].shape}, got {luma.shape}", frame=frame)
            yield frame, picture, compare(old[1], picture), difference(old[0], luma)
        old = luma, picture


def _without_cuts(transitions: list[Transition], cuts: list[Cut]) -> tuple[Transition, ...]:
    """Return the transitions that have no hard cut inside: two shots never mix across one."""
    frames = [cut.frame for cut in cuts]
    return tuple(
        t for t in transitions if bisect_right(frames, t.first) == bisect_right(frames, t.last)
    )
