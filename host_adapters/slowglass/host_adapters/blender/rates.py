"""Frame rates as fractions: hosts hold them as floats, which are never exactly 24000/1001."""

from fractions import Fraction
from typing import Any

_TOLERANCE = 1e-5
"""Of the rate: 29.97 is 1e-6 from 30000/1001, which is 1e-3 from 30."""


def exact_rate(frames_per_second: float) -> Fraction:
    """Return the rate that a rounded number stands for: n, n·1000/1001, else what is near.

    Args:
        frames_per_second: above 0; 23.976 and 29.97 count as 24000/1001 and 30000/1001.
    """
    whole = round(frames_per_second)
    video = Fraction(round(frames_per_second * 1.001) * 1000, 1001)
    for rate in (Fraction(whole), video):
        if rate > 0 and abs(rate - frames_per_second) <= _TOLERANCE * rate:
            return rate
    return Fraction(frames_per_second).limit_denominator(100_000)


def scene_rate(scene: Any) -> Fraction:
    """Return the frame rate of a scene."""
    return exact_rate(scene.render.fps / scene.render.fps_base)
