"""Sound that follows its picture as tape does: slower is lower."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from slowglass.core.media.sound.points import SoundPoints
from slowglass.core.media.sound.source import Samples

HALF_WIDTH = 16
"""Zero crossings of the kernel on each side."""

Read = Callable[[int, int], Samples]
"""Returns ``count`` samples from ``first`` on."""


def resampled(read: Read, points: SoundPoints) -> Iterator[Samples]:
    """Yield the output step by step, each (channels, ``points.step``), without end.

    Between samples a windowed sinc interpolates; where the sound runs faster it is wider, so that
    nothing above the new limit of hearing folds down. Where the path stands still or jumps, the
    sound fades out over one step and in again.

    Source: J. O. Smith, P. Gossett, A flexible sampling-rate conversion method, ICASSP 1984.
    """
    fraction = np.arange(points.step) / points.step
    audible_before, number = points[0].is_audible, 0
    while True:
        here, after = points[number], points[number + 1]
        gain_here = float(audible_before and here.is_audible)
        gain_after = float(here.is_audible and after.is_audible)
        # Running backward, what lies before a position is heard next.
        begin = here.position - (here.speed < 0)
        positions = begin + here.speed * points.step * fraction
        speed = abs(here.speed) if here.is_audible else 1.0
        yield _sampled(read, positions, max(1.0, speed)) * (
            gain_here + (gain_after - gain_here) * fraction
        ).astype(np.float32)
        audible_before, number = here.is_audible, number + 1


def _sampled(read: Read, positions: NDArray[np.float64], stretch: float) -> Samples:
    """Return the sound at ``positions``, limited to 1 / ``stretch`` of its band."""
    reach = int(np.ceil(HALF_WIDTH * stretch))
    nearest = np.floor(positions).astype(np.int64)
    first = int(nearest.min()) - reach + 1
    span = int(nearest.max()) + reach + 1 - first
    if span > 1 << 22:  # a jump within one step, which is silent
        return np.zeros((read(0, 1).shape[0], positions.size), np.float32)
    source = read(first, span)
    taps = nearest[:, None] + np.arange(1 - reach, reach + 1)
    distance = (positions[:, None] - taps) / stretch
    window = np.cos(np.clip(distance / HALF_WIDTH, -1, 1) * (np.pi / 2)) ** 2
    kernel = (np.sinc(distance) * window).astype(np.float32)
    kernel /= kernel.sum(1, keepdims=True)
    sampled: Samples = np.einsum("cnt,nt->cn", source[:, taps - first], kernel)
    return sampled
