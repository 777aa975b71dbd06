"""Frames that repeat the one before: by mistake or by cadence, or because nothing moves."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

REPEAT_RATIO = 0.15
"""A repeat differs less than this part of what its neighbours differ."""
LARGEST_NOISE = 4 / 255
"""A repeat differs no more than codec noise can."""
SMALLEST_MOTION = 1.5 / 255
"""Neighbours that differ less do not move."""
STILL = 1.5 / 255
"""Frames of a still passage differ less."""
ABRUPT = 0.6
"""Motion stops or starts at once where it is at least this part of the motion further away."""
LONGEST_REPEAT = 4
"""Frames that a moving picture may be held for, beyond its first (animation on fives)."""
_WINDOW = 2 * LONGEST_REPEAT
_LONGEST_PERIOD = 12
_FEWEST_FOR_CADENCE = 6


@dataclass(frozen=True)
class Repeat:
    """Frames ``first`` to ``last`` show the same picture as frame ``first - 1``."""

    first: int
    last: int
    kind: Literal["moving", "still"]
    """Moving: the picture moves before and after. Still: nothing moves for a while."""


@dataclass(frozen=True)
class Cadence:
    """A rhythm of repeats: ``repeats`` of every ``period`` frames."""

    repeats: int
    period: int

    def __str__(self) -> str:
        return f"{self.repeats} of {self.period}"


def difference(left: NDArray[np.floating[Any]], right: NDArray[np.floating[Any]]) -> float:
    """Return the mean of the largest hundredth of absolute differences of luma, 0..1.

    It sees a small thing move in a still picture, which a mean does not.
    """
    values = np.abs(left - right).ravel()
    count = max(1, values.size // 100)
    return float(np.partition(values, values.size - count)[-count:].mean())


class DuplicateDetector:
    """Finds repeated frames in one pass, keeping a few numbers only."""

    def __init__(self) -> None:
        self.repeats: list[Repeat] = []
        """Found so far, in order; complete after ``finish``."""
        # Beyond the clip's ends everything may move: a short hold there counts as a repeat.
        self._differences = deque([(0, math.inf)], maxlen=2 * _WINDOW + 1)
        self._decided = 0

    def add(self, frame: int, change: float) -> None:
        """Take the ``difference`` of ``frame`` (above 0) from the frame before."""
        self._differences.append((frame, change))
        self._decide_until(frame - _WINDOW)

    def finish(self) -> None:
        """Decide on the frames that were waiting for those after them."""
        last = self._differences[-1][0]
        self._differences.append((last + 1, math.inf))
        self._decide_until(last)

    def _decide_until(self, last: int) -> None:
        changes = [change for _, change in self._differences]
        for index, (frame, change) in enumerate(self._differences):
            if not self._decided < frame <= last:
                continue
            self._decided = frame
            if _is_moving_repeat(changes, index):
                self._record(frame, "moving")
            elif change <= STILL:
                self._record(frame, "still")

    def _record(self, frame: int, kind: Literal["moving", "still"]) -> None:
        if self.repeats and self.repeats[-1].last == frame - 1 and self.repeats[-1].kind == kind:
            self.repeats[-1] = Repeat(self.repeats[-1].first, frame, kind)
        else:
            self.repeats.append(Repeat(frame, frame, kind))


def _is_moving_repeat(changes: Sequence[float], index: int) -> bool:
    """Return whether the change at ``index`` is a short stop between two motions."""
    if changes[index] > LARGEST_NOISE:
        return False
    moves = max(changes[index] / REPEAT_RATIO, SMALLEST_MOTION)
    before = next((i for i in range(index - 1, -1, -1) if changes[i] >= moves), None)
    after = next((i for i in range(index + 1, len(changes)) if changes[i] >= moves), None)
    if before is None or after is None or after - before - 1 > LONGEST_REPEAT:
        return False
    motion = min(changes[before], changes[after])
    if math.isinf(motion) or max(changes[before + 1 : after]) > REPEAT_RATIO * motion:
        return False
    earlier, later = changes[before::-1], changes[after:]
    return not (_slows_down(earlier, motion) and _slows_down(later, motion))


def _slows_down(changes: Sequence[float], motion: float) -> bool:
    """Return whether motion is small beside a stop (the first of ``changes``), as at a turn.

    A pendulum turns and a thing comes to rest that way; a repeat stops the motion at once.
    """
    moving = (change for change in changes[1:] if REPEAT_RATIO * motion < change < math.inf)
    return changes[0] < ABRUPT * next(moving, 0.0)


def find_cadence(repeats: Sequence[Repeat]) -> Cadence | None:
    """Return the rhythm that most moving repeats keep, or None where there is none."""
    frames = [f for r in repeats if r.kind == "moving" for f in range(r.first, r.last + 1)]
    if len(frames) < _FEWEST_FOR_CADENCE:
        return None
    held = set(frames)
    for period in range(2, _LONGEST_PERIOD + 1):
        kept = sum(frame + period in held for frame in frames[:-1])
        if kept < 0.8 * (len(frames) - 1):
            continue
        whole = [frame for frame in frames if frame + period <= frames[-1]]
        counts = [sum(frame + i in held for i in range(period)) for frame in whole]
        return Cadence(round(median(counts)), period)
    return None
