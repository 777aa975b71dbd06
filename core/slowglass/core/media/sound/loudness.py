"""How loud a movie is over time, and where something begins: to see sound, and to snap to it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from slowglass.core.media.sound.source import SoundReader, sound_formats

STEPS_PER_SECOND = 100
PEAK_RISE = 4.0
"""By how much the energy of a step exceeds the mean of those before it where something begins."""
STEPS_BEFORE = 10
STEPS_APART = 8
"""Between two beginnings: one drum is not two."""
QUIET = 1e-5
"""Energies below (-50 dB) are silence, in which nothing begins."""


@dataclass(frozen=True)
class Loudness:
    """Of a whole movie, one number for each hundredth of a second from its first picture on."""

    levels: NDArray[np.float32]
    """Root of the mean energy of all channels, 0..1."""
    peaks: tuple[Fraction, ...]
    """Source seconds at which something begins, to a hundredth."""


def loudness_of(path: str, start_seconds: Fraction, duration_seconds: Fraction) -> Loudness | None:
    """Return how loud the first stream of sound is; None: the movie has no sound.

    Args:
        path: of the movie.
        start_seconds: timestamp of its first picture.
        duration_seconds: of its pictures.

    Raises:
        InputError: the movie cannot be opened.
    """
    formats = sound_formats(path)
    if not formats:
        return None
    reader = SoundReader(path, formats[0], start_seconds)
    step = max(1, formats[0].sample_rate // STEPS_PER_SECOND)
    energies = []
    try:
        for second in range(int(duration_seconds) + 1):
            samples = reader.read(second * step * STEPS_PER_SECOND, step * STEPS_PER_SECOND)
            mean = np.square(samples).mean(0)
            energies.append(mean.reshape(STEPS_PER_SECOND, step).mean(1))
    finally:
        reader.close()
    energy = np.concatenate(energies)[: round(duration_seconds * STEPS_PER_SECOND)]
    return Loudness(np.sqrt(energy).astype(np.float32), tuple(_peaks(energy)))


def _peaks(energy: NDArray[np.float32]) -> list[Fraction]:
    """Return when energy jumps up, each jump once."""
    before = np.concatenate((np.zeros(STEPS_BEFORE, np.float32), energy))
    sums = np.cumsum(np.concatenate(([0.0], before)))
    means = (sums[STEPS_BEFORE : STEPS_BEFORE + len(energy)] - sums[: len(energy)]) / STEPS_BEFORE
    peaks: list[int] = []
    for step in np.flatnonzero(energy > np.maximum(PEAK_RISE * means, QUIET)):
        if not peaks or step - peaks[-1] > STEPS_APART:
            peaks.append(int(step))
    return [Fraction(step, STEPS_PER_SECOND) for step in peaks]
