"""Clips whose frames are told apart by their grey, for what is shown when."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.clips import Picture, write_movie, write_sequence

FRAMES = 24
DARKEST, STEP = 20, 9
RATES = (Fraction(24), Fraction(60), Fraction(30000, 1001))


def counted_clips(folder: Path) -> list[str]:
    """Write the clip as a movie of each rate and as images; return the names of the images."""
    frames = [grey(k) for k in range(FRAMES)]
    for rate in RATES:
        path = folder / f"{str(rate).replace('/', '_')}.mkv"
        write_movie(path, frames, rate, pixel_format="bgr0")
    pattern = write_sequence(folder, frames, "shot.{:04d}.png")
    return [Path(pattern.replace("####", f"{1001 + k:04d}")).name for k in range(FRAMES)]


def grey(index: int) -> Picture:
    """Return frame ``index``."""
    return np.full((16, 16, 3), (DARKEST + STEP * index) / 255, np.float32)


def index_of(code: float) -> float:
    """Return the frame that has an 8-bit code."""
    return (code - DARKEST) / STEP
