"""Dissolves and fades: pictures that turn into others by mixing, over several frames."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slowglass.core.detect.flashes import EMPTY
from slowglass.core.detect.match import COLUMNS, ROWS, Picture, compare

LENGTHS = (8, 12, 16, 24, 32, 48)
"""Frames that a transition is tried for."""
LARGEST_ERROR = 0.2
"""Distance of the frames between from a mixture of both ends, relative to how far these differ."""
SMALLEST_CHANGE = 0.06
"""Root mean square difference of luma below which two ends are the same picture."""
SMALLEST_SPREAD = 0.4
"""How evenly the change is spread, 1 = the same everywhere; an object that leaves has little."""
NEW_PICTURE = 0.3
"""Unmatched part above which two ends show different pictures."""
_CELL = 4
_POINTS = (0.25, 0.5, 0.75)
_TOLERANCE = 0.17

Kind = Literal["dissolve", "fade"]


@dataclass(frozen=True)
class Transition:
    """A gradual change from the picture at ``first`` to the picture at ``last``.

    Where it begins and ends is rough: lengths are tried from a short list.
    """

    first: int
    last: int
    kind: Kind
    """A fade goes to or comes from an empty picture."""


@dataclass(frozen=True)
class _Candidate:
    quality: float
    """How much changes, less where the frames between fit badly."""
    transition: Transition


@dataclass(frozen=True, eq=False)
class _Sample:
    picture: Picture
    cells: NDArray[np.float32]


class GradualDetector:
    """Finds dissolves and fades in one pass, keeping 49 small pictures."""

    def __init__(self) -> None:
        self.transitions: list[Transition] = []
        """Found so far, in order; complete after ``finish``."""
        self._samples: deque[_Sample] = deque(maxlen=LENGTHS[-1] + 1)
        self._best: _Candidate | None = None

    def add(self, frame: int, picture: Picture) -> None:
        """Take the next frame."""
        shape = (ROWS // _CELL, _CELL, COLUMNS // _CELL, _CELL)
        self._samples.append(_Sample(picture, picture.pixels.reshape(shape).mean((1, 3)).ravel()))
        if self._best is not None and self._best.transition.last + LENGTHS[-1] // 2 < frame:
            self.finish()
        for length in LENGTHS:
            candidate = self._try(frame, length) if len(self._samples) > length else None
            if candidate is not None:
                self._keep(candidate)

    def finish(self) -> None:
        """Record the transition that was waiting for a better fit."""
        if self._best is not None:
            self.transitions.append(self._best.transition)
            self._best = None

    def _keep(self, candidate: _Candidate) -> None:
        """Keep the better of overlapping candidates, record what lies apart."""
        new = candidate.transition
        if self.transitions and _overlap(self.transitions[-1], new):
            return
        if self._best is not None and not _overlap(self._best.transition, new):
            self.finish()
        if self._best is None or candidate.quality > self._best.quality:
            self._best = candidate

    def _try(self, frame: int, length: int) -> _Candidate | None:
        """Return the transition that ends at ``frame``, if the frames between are mixtures."""
        first, last = self._samples[-1 - length], self._samples[-1]
        span = last.cells - first.cells
        energy = float(span @ span)
        spread = float(np.abs(span).sum()) ** 2 / (span.size * energy + 1e-9)
        if energy < SMALLEST_CHANGE**2 * span.size or spread < SMALLEST_SPREAD:
            return None
        error = 0.0
        for point in _POINTS:
            middle = self._samples[-1 - length + round(point * length)].cells - first.cells
            share = float(middle @ span) / energy
            rest = middle - share * span
            distance = float(np.sqrt(rest @ rest / energy))
            deviation = abs(share - round(point * length) / length)
            if distance > LARGEST_ERROR or deviation > _TOLERANCE:
                return None
            error += distance + deviation
        kind = _kind(first.picture, last.picture)
        if kind is None:
            return None
        return _Candidate(energy**0.5 * (1 - error / 2), Transition(frame - length, frame, kind))


def _overlap(one: Transition, other: Transition) -> bool:
    """Return whether two transitions share more than half of the shorter."""
    shared = min(one.last, other.last) - max(one.first, other.first)
    return shared > min(one.last - one.first, other.last - other.first) / 2


def _kind(first: Picture, last: Picture) -> Kind | None:
    """Return what leads from one picture to the other; None where only the light changed."""
    contrasts = (first.contrast, last.contrast)
    if min(contrasts) < EMPTY:
        return "fade" if max(contrasts) > EMPTY else None
    return "dissolve" if compare(first, last).unmatched > NEW_PICTURE else None
