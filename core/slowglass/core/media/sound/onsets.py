"""Sudden onsets in sound: found, and kept from being heard twice or out of time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from slowglass.core.media.sound.points import Point
from slowglass.core.media.sound.resample import Read

FRAMES_PER_STEP = 20
"""Of the energy that onsets are found in: 1 ms each."""

FRAMES_BEFORE, FRAMES_OF_RISE = 10, 2
"""What an onset must rise above: the loudest of as many frames, which end before it rises."""

RISE = 10.0
"""By how much, as a ratio of energies: 10 dB."""

QUIET = 1e-6
"""Energies below (-60 dB) are silence, in which nothing rises."""

REACH_STEPS = 4
"""How far from the middle of a piece onsets are looked for, in steps."""


class OnsetFinder:
    """Says where a piece of sound may start, so that onsets stay whole.

    An onset whose time comes within the piece is laid exactly there. Another one is left out: its
    time comes later, or has been.
    """

    def __init__(self, read: Read, step: int) -> None:
        """Look into the recording that ``read`` gives."""
        self._read = read
        self._step = step
        self._frame = max(1, step // FRAMES_PER_STEP)
        self._placed: tuple[int, int] | None = None
        """The onset placed last: in samples of the recording and of the output."""

    def limits(self, number: int, point: Point, low: int, high: int) -> tuple[int, int]:
        """Return the first and the last start that are allowed out of ``low`` to ``high``.

        Args:
            number: of the point in the middle of the piece.
            point: the same; its speed is above 0.
            low: first start that is near enough to the path.
            high: the last one.
        """
        step = self._step
        reach = min(max(point.speed, 1.5), REACH_STEPS) * step
        onsets = self._find(round(point.position - reach), round(point.position + reach))
        begin = (number - 1) * step
        for onset in onsets:
            place = self._output_place(onset, number, point)
            if 0 <= place - begin < 2 * step:
                start = onset - (place - begin)
                return start, start
        for onset in onsets:
            place = self._output_place(onset, number, point)
            if place >= begin + 2 * step:
                high = min(high, onset - 2 * step)
                low = min(low, high)
            elif place < begin:
                low = max(low, onset)
                high = max(high, low)
        return low, high

    def _output_place(self, onset: int, number: int, point: Point) -> int:
        """Return where in the output an onset belongs; the same for every piece that asks."""
        if self._placed is not None and abs(self._placed[0] - onset) <= self._frame:
            return self._placed[1] + onset - self._placed[0]
        place = number * self._step + round((onset - point.position) / point.speed)
        if abs(place - number * self._step) < self._step:
            self._placed = (onset, place)
        return place

    def _find(self, first: int, last: int) -> list[int]:
        """Return the onsets from ``first`` to ``last``, the strongest first."""
        frame = self._frame
        looked_back = FRAMES_BEFORE + FRAMES_OF_RISE
        start = first // frame - looked_back
        count = -(-last // frame) - start
        samples = self._read(start * frame, count * frame)
        if not samples.any():
            return []
        energy = (samples.reshape(samples.shape[0], count, frame) ** 2).mean((0, 2))
        before = _largest_before(energy[:-FRAMES_OF_RISE], FRAMES_BEFORE)
        ratio = energy[looked_back:] / np.maximum(before, QUIET)
        rising = np.flatnonzero(ratio > RISE)
        # Only the first frame of a rise: the next one rises above what was before it, too.
        onsets = [k for k in rising if k - 1 not in rising]
        onsets.sort(key=lambda k: -ratio[k])
        return [(start + looked_back + int(k)) * frame for k in onsets]


def _largest_before(energy: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return the largest of the ``count`` values before each one from ``count`` on."""
    windows = np.lib.stride_tricks.sliding_window_view(energy, count)[:-1]
    largest: NDArray[np.float32] = windows.max(1)
    return largest
