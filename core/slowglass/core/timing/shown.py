"""When a result shows what lies at some time of the recording: chapters, subtitles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from slowglass.core.timing.sound_path import SoundPath

Stretch = tuple[Fraction, Fraction]
"""Start and end in seconds."""


class ShownTimes:
    """The path of an output, turned round: from the recording to the output."""

    def __init__(self, path: SoundPath) -> None:
        """Follow the path once.

        Args:
            path: where in the recording each moment of the output lies.
        """
        self._rate = path.plan.output_rate
        self._runs = list(_runs(_corners(path), path.recorded.tick_seconds))

    def of(self, recorded: Sequence[Stretch]) -> list[list[Stretch]]:
        """Return when the output shows each stretch of the recording, in order.

        It may do so never, or several times where the path turns. What lies on screen for less
        than half a frame is not shown.

        Args:
            recorded: stretches of the recording, counted from its first picture on.
        """
        shown = []
        for start, end in recorded:
            found = [stretch for run in self._runs for stretch in run.shows(start, end)]
            shown.append([(a, b) for a, b in _joined(found) if (b - a) * 2 * self._rate >= 1])
        return shown


def _corners(path: SoundPath) -> list[Stretch]:
    """Return time and place of every frame, but for those on a straight line between others."""
    corners: list[Stretch] = []
    last, step = Fraction(0), None
    for k in range(len(path.plan) + 1):
        time = k / path.plan.output_rate
        place = path.seconds(time)
        if k and place - last == step:
            corners.pop()
        step = place - last if k else None
        last = place
        corners.append((time, place))
    return corners


class _Run:
    """A part of the path that goes one way, or stands still."""

    def __init__(self, corners: list[Stretch], direction: int, frame: Fraction) -> None:
        self._times = [time for time, _ in corners]
        self._direction = direction
        # What a frame shows running backward begins at its end.
        shift = frame if direction < 0 else 0
        self._places = [direction * (place + shift) for _, place in corners]

    def shows(self, start: Fraction, end: Fraction) -> Iterator[Stretch]:
        """Yield when a stretch is shown, if it is."""
        low, high = sorted((self._direction * start, self._direction * end))
        begin, stop = self._reached(low), self._reached(high)
        if stop > begin:
            yield begin, stop

    def _reached(self, place: Fraction) -> Fraction:
        """Return when a place is reached; the start or the end where that is outside."""
        k = bisect_left(self._places, place)
        if k == 0:
            return self._times[0]
        if k == len(self._places):
            return self._times[-1]
        before, after = self._places[k - 1], self._places[k]
        part = (place - before) / (after - before)
        return self._times[k - 1] + part * (self._times[k] - self._times[k - 1])


def _runs(corners: list[Stretch], frame_seconds: Fraction) -> Iterator[_Run]:
    """Cut the path where it turns."""
    first, direction = 0, 0
    for k in range(1, len(corners)):
        before, after = corners[k - 1][1], corners[k][1]
        step = (after > before) - (after < before)
        if step and direction == -step:
            yield _Run(corners[first:k], direction, frame_seconds)
            first = k - 1
        direction = step or direction
    yield _Run(corners[first:], direction or 1, frame_seconds)


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Return stretches with those that touch made one."""
    joined: list[Stretch] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
