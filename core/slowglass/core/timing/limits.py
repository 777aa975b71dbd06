"""How much time a result may have: beyond it a number is a mistake, and work would never end."""

from __future__ import annotations

from fractions import Fraction

from slowglass.core.errors import TimeMapError

MOST_FRAMES = 10_000_000
"""Of a result: four days and a half at 24 frames/s."""
FASTEST_RATE, SLOWEST_RATE = Fraction(10**9), Fraction(1, 10**9)
"""Frame rates beyond fit into no file."""
DEEPEST_MAP = 32
"""Maps within maps."""


def checked_count(frames: int) -> int:
    """Return how many frames a result has, if it may have so many.

    Raises:
        TimeMapError: they are too many.
    """
    if frames > MOST_FRAMES:
        raise TimeMapError(
            f"expected at most {MOST_FRAMES} output frames, got about 2^{frames.bit_length()}",
            hint="choose a higher speed, a lower frame rate, or a part of the source",
        )
    return frames
