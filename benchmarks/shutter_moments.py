"""Which moments `shutter_scene` renders and `shutter` judges; read in two Pythons."""

from __future__ import annotations

from fractions import Fraction

FRAME_RATE = 24
FRAMES = 9
"""Single moments that a retime is made of."""
SPEEDS = {"50%": Fraction(1, 2), "100%": Fraction(1), "200%": Fraction(2)}
JUDGED = {"50%": (2.5, 3.0, 3.5, 4.0), "100%": (2.0, 3.0, 4.0, 5.0), "200%": (2.0, 4.0, 6.0)}
"""Times in source frames at which results are looked at, by their speed."""
DEGREES = 180
SUB_FRAMES = 32
"""In the middles of equal parts of an exposure."""


def exposure_frames(speed: str) -> float:
    """Return for how many source frames the shutter is open, around the frame."""
    return float(SPEEDS[speed]) * DEGREES / 360


def name_of(speed: str, time: float) -> str:
    """Return the name of an exposure in files."""
    return f"{speed[:-1]}_{time:g}"
