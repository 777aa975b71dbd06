"""Hard cuts, told apart from flashes, fast motion and shake."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from slowglass.core.detect.flashes import FLASH_LIGHT, LONGEST_FLASH, Flash, is_relit
from slowglass.core.detect.match import Change, Picture, compare

CUT_SCORE = 0.37
"""Pairs that score higher are cuts; measured by benchmarks/detection.py, see docs/cuts.md."""
NEIGHBOURS = 4
"""Pairs on each side that say how much change is usual here."""
REACH = 8
"""How far those may lie: in animation on twos every other pair is a repeat and says nothing."""
OLD_PICTURES = 2
"""Frames before a change that may come back after a flash; the last may be lit already."""
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


@dataclass
class _Pair:
    frame: int
    picture: Picture
    change: Change
    light: float
    """Change of mean luma."""
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
        light = abs(picture.light - self._pairs[-1].picture.light) if self._pairs else 0.0
        self._pairs.append(_Pair(frame, picture, change or Change(0.0, 0.0), light))
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
        near = [other.change for other in self._around(pair)]
        if not near:
            return pair.change.unmatched + pair.change.brightness
        usual = float(np.median([change.unmatched for change in near]))
        usual_brightness = float(np.median([change.brightness for change in near]))
        moved = pair.change.unmatched - usual / 2
        return moved + pair.change.brightness - usual_brightness

    def _around(self, pair: _Pair) -> list[_Pair]:
        """Return the pairs that say what is usual around one; repeats say nothing."""
        near = [
            other
            for other in self._pairs
            if 0 < abs(other.frame - pair.frame) <= REACH
            and other.frame > 0
            and other.change.brightness > REPEAT_BRIGHTNESS
        ]
        before = [other for other in near if other.frame < pair.frame][-NEIGHBOURS:]
        return before + [other for other in near if other.frame > pair.frame][:NEIGHBOURS]

    def _decide_until(self, last: int) -> None:
        for index, pair in enumerate(self._pairs):
            if not self._decided < pair.frame <= last:
                continue
            self._decided = pair.frame
            if pair.frame == self._insert_end:
                self.cuts.append(Cut(pair.frame, round(pair.score, 4), "insert ends"))
            elif pair.score > CUT_SCORE:
                self._decide(index, pair)
            elif self._is_lit(pair):
                self._flash(index, self._end_of_light(index))

    def _decide(self, index: int, pair: _Pair) -> None:
        """Record a cut, unless the old picture comes back after a flash."""
        end = self._return_of(index)
        if self._flash(index, end):
            return
        reason: Reason = "new picture" if end is None else "insert begins"
        if end is not None:
            self._insert_end = self._pairs[end].frame
        self.cuts.append(Cut(pair.frame, round(pair.score, 4), reason))

    def _flash(self, index: int, end: int | None) -> bool:
        """Record a flash from ``index`` to before ``end``, if it is one."""
        if end is None:
            return False
        old = self._before(index)
        between = [self._pairs[i].picture for i in range(index, end)]
        if not all(any(is_relit(one, new) for one in old) for new in between):
            return False
        self.flashes.append(Flash(self._pairs[index].frame, self._pairs[end - 1].frame))
        self._decided = self._pairs[end].frame
        return True

    def _is_lit(self, pair: _Pair) -> bool:
        """Return whether the light changes at once, though the picture may be the same."""
        near = [other.light for other in self._around(pair)]
        return bool(near) and pair.light - 2 * float(np.median(near)) > FLASH_LIGHT

    def _end_of_light(self, index: int) -> int | None:
        """Return where the old picture is back, its light as suddenly as it changed."""
        light, rise = self._pairs[index - 1].picture.light, self._pairs[index].light
        for end in self._window(index):
            new = self._pairs[end]
            if new.light > rise / 2 and abs(new.picture.light - light) < rise / 3:
                return end if self._is_back(index, end) else None
        return None

    def _return_of(self, index: int) -> int | None:
        """Return where in the window a picture from before ``index`` is back, if one is."""
        return next((end for end in self._window(index) if self._is_back(index, end)), None)

    def _window(self, index: int) -> range:
        """Return where an old picture may be back after a change."""
        return range(index + 1, min(index + LONGEST_FLASH + 1, len(self._pairs)))

    def _is_back(self, index: int, end: int) -> bool:
        """Return whether a picture from before ``index`` is seen at ``end``."""
        changes = (compare(old, self._pairs[end].picture) for old in self._before(index)[::-1])
        return any(change.unmatched + change.brightness < CUT_SCORE for change in changes)

    def _before(self, index: int) -> list[Picture]:
        """Return the last pictures before a change."""
        return [self._pairs[i].picture for i in range(max(0, index - OLD_PICTURES), index)]
