"""Hard cuts, told apart from flashes, fast motion and shake."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from slowglass.core.detect.match import Change, Picture, compare

CUT_SCORE = 0.37
"""Pairs that score higher are cuts; measured by benchmarks/detection.py, see docs/cuts.md."""
NEIGHBOURS = 4
"""Pairs on each side that say how much change is usual here."""
REACH = 8
"""How far those may lie: in animation on twos every other pair is a repeat and says nothing."""
LONGEST_FLASH = 6
"""Frames after which the old picture must be back for the change to have been a flash."""
OLD_PICTURES = 2
"""Frames before a change that may come back after a flash; the last may be lit already."""
EMPTY = 0.04
"""Standard deviation of luma below which a picture is black, white or grey."""
SAME_TONES = 0.5
"""Part of a picture's variance that a tone curve explains where only the light changed."""
_TONES = 16
REPEAT_BRIGHTNESS = 0.0008
"""Mean difference below which a pair repeats its frame."""

Reason = Literal["new picture", "insert begins", "insert ends"]


@dataclass(frozen=True)
class Cut:
    """A hard cut."""

    frame: int
    """First frame of the new shot."""
    score: float
    """Change beyond what is usual around, above ``CUT_SCORE``."""
    reason: Reason


@dataclass(frozen=True)
class Flash:
    """Frames brighter, or emptier, than the shot that goes on after them."""

    first: int
    last: int


@dataclass
class _Pair:
    frame: int
    picture: Picture
    change: Change
    score: float = 0.0


class CutDetector:
    """Finds hard cuts in one pass, keeping a few frames only."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []
        """Found so far, in order; complete after ``finish``."""
        self.flashes: list[Flash] = []
        """Found so far, in order; complete after ``finish``."""
        self._pairs: deque[_Pair] = deque(maxlen=2 * REACH + LONGEST_FLASH + 2)
        self._scored = 0
        self._decided = 0
        self._insert_end = -1

    def add(self, frame: int, picture: Picture, change: Change | None) -> None:
        """Take the next frame and its change from the one before (None for the first frame)."""
        self._pairs.append(_Pair(frame, picture, change or Change(0.0, 0.0)))
        self._score_until(frame - REACH)
        self._decide_until(frame - REACH - LONGEST_FLASH)

    def finish(self) -> None:
        """Decide on the frames that were waiting for those after them."""
        if self._pairs:
            self._score_until(self._pairs[-1].frame)
            self._decide_until(self._pairs[-1].frame)

    def _score_until(self, last: int) -> None:
        for pair in self._pairs:
            if self._scored < pair.frame <= last:
                pair.score = self._score(pair)
                self._scored = pair.frame

    def _score(self, pair: _Pair) -> float:
        """Return the change beyond half of what is usual around the pair."""
        near = [
            other
            for other in self._pairs
            if 0 < abs(other.frame - pair.frame) <= REACH
            and other.frame > 0
            and other.change.brightness > REPEAT_BRIGHTNESS
        ]
        before = [other.change for other in near if other.frame < pair.frame][-NEIGHBOURS:]
        after = [other.change for other in near if other.frame > pair.frame][:NEIGHBOURS]
        if not before and not after:
            return pair.change.unmatched + pair.change.brightness
        usual = float(np.median([change.unmatched for change in before + after]))
        usual_brightness = float(np.median([change.brightness for change in before + after]))
        moved = pair.change.unmatched - usual / 2
        return moved + pair.change.brightness - usual_brightness

    def _decide_until(self, last: int) -> None:
        for index, pair in enumerate(self._pairs):
            if not self._decided < pair.frame <= last:
                continue
            self._decided = pair.frame
            if pair.score > CUT_SCORE:
                self._decide(index, pair)

    def _decide(self, index: int, pair: _Pair) -> None:
        """Record a cut, unless the old picture comes back after a flash."""
        if pair.frame == self._insert_end:
            self.cuts.append(Cut(pair.frame, round(pair.score, 4), "insert ends"))
            return
        old = [self._pairs[i].picture for i in range(max(0, index - OLD_PICTURES), index)]
        end = self._return_of(old, index)
        if end is None:
            self.cuts.append(Cut(pair.frame, round(pair.score, 4), "new picture"))
            return
        between = [self._pairs[i].picture for i in range(index, end)]
        if all(any(_is_flash(one, new) for one in old) for new in between):
            self.flashes.append(Flash(pair.frame, self._pairs[end - 1].frame))
            self._decided = self._pairs[end].frame
            return
        self._insert_end = self._pairs[end].frame
        self.cuts.append(Cut(pair.frame, round(pair.score, 4), "insert begins"))

    def _return_of(self, old: list[Picture], index: int) -> int | None:
        """Return where in the window a picture from before ``index`` is back, if one is."""
        for end in range(index + 1, min(index + LONGEST_FLASH + 1, len(self._pairs))):
            for picture in reversed(old):
                change = compare(picture, self._pairs[end].picture)
                if change.unmatched + change.brightness < CUT_SCORE:
                    return end
        return None


def _is_flash(old: Picture, new: Picture) -> bool:
    """Return whether ``new`` is empty, or ``old`` under other light."""
    if new.contrast < EMPTY:
        return True
    rise = new.pixels - old.pixels
    if rise.mean() > 0.05 and (rise > -0.03).mean() > 0.95:
        return True
    return max(_tone_curve_fit(old, new), _tone_curve_fit(new, old)) > SAME_TONES


def _tone_curve_fit(source: Picture, result: Picture) -> float:
    """Return the part of the variance of ``result`` that a tone curve of ``source`` explains.

    Source: the correlation ratio, Pearson (1905); for images Roche et al. (1998).
    """
    bins = np.minimum((source.pixels.ravel() * _TONES).astype(int), _TONES - 1)
    values = result.pixels.ravel()
    counts = np.bincount(bins, minlength=_TONES)
    means = np.bincount(bins, values, minlength=_TONES) / np.maximum(counts, 1)
    return float((counts * (means - values.mean()) ** 2).sum() / (values.var() * values.size))
