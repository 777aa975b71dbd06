"""The path of sound as numbers: where the output's sound lies in the recording, step by step."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.timing import SoundPath

STEPS_PER_SECOND = 50
SLOWEST, FASTEST = 1 / 50, 32.0
"""Speeds outside, forward or backward, are a standstill or a jump: there is nothing to hear."""

_KEPT = 8


@dataclass(frozen=True)
class Point:
    """Where a step of the output begins."""

    position: float
    """In samples of the recording, from its first picture on."""
    speed: float
    """Samples of the recording for one of the output, up to the next step; below 0 backward."""

    @property
    def is_audible(self) -> bool:
        """Whether anything can be heard at this speed."""
        return SLOWEST <= abs(self.speed) <= FASTEST


class SoundPoints:
    """Points at equal steps of the output."""

    def __init__(self, path: SoundPath, sample_rate: int) -> None:
        """Measure ``path`` in samples of this rate."""
        self._path = path
        self._rate = sample_rate
        self.step = max(8, round(sample_rate / STEPS_PER_SECOND))
        """Samples of the output from one point to the next."""
        self._kept: OrderedDict[int, float] = OrderedDict()

    def __getitem__(self, number: int) -> Point:
        """Return point ``number``, which lies at ``number * step`` samples of the output."""
        here, after = self._position(number), self._position(number + 1)
        speed = (after - here) / self.step
        # What a frame shows running backward begins at its end.
        turned = float(self._path.recorded.tick_seconds) * self._rate if speed < 0 else 0.0
        return Point(here + turned, speed)

    def _position(self, number: int) -> float:
        if number not in self._kept:
            seconds = self._path.seconds(Fraction(number * self.step, self._rate))
            self._kept[number] = float(seconds * self._rate)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[number]
