"""Sound that follows its picture at its own pitch: slower is longer.

Short pieces of the recording are laid over one another, each where the path wants it, give or take
a few milliseconds: the place is taken where the waves of the new piece continue those of the last
(WSOLA). A sudden onset is laid exactly at its own time, and once.

Source: W. Verhelst, M. Roelands, An overlap-add technique based on waveform similarity (WSOLA) for
high quality time-scale modification of speech, ICASSP 1993. The handling of onsets is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from slowglass.core.media.sound.onsets import OnsetFinder
from slowglass.core.media.sound.points import Point, SoundPoints
from slowglass.core.media.sound.resample import Read
from slowglass.core.media.sound.source import Samples

SEARCH_STEPS = 0.5
"""How far from its place a piece may be taken, in steps of the path."""

PULL = 0.05
"""Part of a perfect likeness that being out of place by the whole search costs."""


def stretched(
    read: Read, points: SoundPoints, end: Callable[[], int | None] = lambda: None
) -> Iterator[Samples]:
    """Yield the output step by step, each (channels, ``points.step``), without end.

    A piece is two steps long. Pieces fade into one another; where the path stands still or jumps
    far there is none. Where the path runs backward, so does the sound.

    Args:
        read: gives the recording.
        points: the path.
        end: gives the number of samples of the recording once ``read`` has come there.
    """
    step = points.step
    pieces = _Pieces(read, step, end)
    fade_in = (np.sin(np.arange(step) / step * (np.pi / 2)) ** 2).astype(np.float32)
    tail = pieces.take(0, points[0])[:, step:]
    number = 1
    while True:
        piece = pieces.take(number, points[number])
        yield tail * (1 - fade_in) + piece[:, :step] * fade_in
        tail, number = piece[:, step:], number + 1


class _Pieces:
    """Chooses one piece after the other."""

    def __init__(self, read: Read, step: int, end: Callable[[], int | None]) -> None:
        self._read = read
        self._end = end
        self._step = step
        self._onsets = OnsetFinder(read, step)
        self._continuation: int | None = None
        self._direction = 1

    def take(self, number: int, point: Point) -> Samples:
        """Return the piece whose middle lies at point ``number``, (channels, 2 steps)."""
        if not point.is_audible or self._is_over(point):
            self._continuation = None
            return np.zeros_like(self._read(0, 2 * self._step))
        direction = 1 if point.speed > 0 else -1
        if direction != self._direction:
            self._continuation = None
        self._direction = direction
        wanted = round(point.position) - self._step
        low, high = (
            wanted - round(SEARCH_STEPS * self._step),
            wanted + round(SEARCH_STEPS * self._step),
        )
        low, high = self._within(low, high)
        if direction > 0:
            low, high = self._onsets.limits(number, point, low, high)
        start = self._most_alike(low, high, wanted)
        self._continuation = start + direction * self._step
        return self._piece(start)

    def _is_over(self, point: Point) -> bool:
        """Return whether a point lies after the recording, in what is no more than silence."""
        self._read(round(point.position), self._step)
        end = self._end()
        return end is not None and point.position > end + self._step / 2

    def _within(self, low: int, high: int) -> tuple[int, int]:
        """Return starts moved so that pieces lie within the recording, if it is long enough.

        Otherwise its last moments, or its first, would be half of silence.
        """
        end = self._end()
        if low < 0:
            return 0, high - low
        last = high if end is None else end - 2 * self._step
        return (low, high) if high <= last or last < high - low else (low - high + last, last)

    def _piece(self, start: int) -> Samples:
        """Return the recording from ``start`` on, two steps of it, as it will be heard."""
        piece = self._read(start, 2 * self._step)
        return piece if self._direction > 0 else piece[:, ::-1]

    def _most_alike(self, low: int, high: int, wanted: int) -> int:
        """Return the start in ``low`` to ``high`` that best continues the piece before."""
        if self._continuation is None or low >= high:
            return min(max(wanted, low), high)
        step = self._step
        overlap = 0 if self._direction > 0 else step
        target = self._read(self._continuation + overlap, step)
        if not target.any():  # silence goes on anywhere
            return min(max(wanted, low), high)
        region = self._read(low + overlap, step + high - low)
        likeness = _likeness(region, target)
        out_of_place = (np.arange(low, high + 1) - wanted) / (SEARCH_STEPS * step)
        return low + int(np.argmax(likeness - PULL * np.minimum(out_of_place**2, 1)))


def _likeness(region: Samples, target: Samples) -> NDArray[np.float64]:
    """Return the correlation, -1..1, of ``target`` with ``region`` at each offset."""
    count, length = region.shape[1], target.shape[1]
    size = 1 << (count + length - 1).bit_length()
    spectrum = np.fft.rfft(region, size) * np.fft.rfft(target, size).conj()
    products = np.fft.irfft(spectrum.sum(0), size)[: count - length + 1]
    squares = np.concatenate([[0.0], np.cumsum((region.astype(np.float64) ** 2).sum(0))])
    energy = squares[length:] - squares[:-length]
    own = float((target.astype(np.float64) ** 2).sum())
    likeness: NDArray[np.float64] = products / np.sqrt(np.maximum(energy * own, 1e-12))
    return likeness
