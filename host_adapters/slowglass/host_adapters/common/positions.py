"""Which moments of a clip the frames of its result show, and which source positions those are.

A moment counts frames of the timeline, a source position counts frames of the source; both may lie
between two.
"""

from fractions import Fraction
from math import ceil
from typing import Iterable, List

_ROUNDING_FRAMES = Fraction(1, 20)


def result_frames(covered: int, ratio: Fraction) -> int:
    """Return how many frames a result has that shows a part of a clip at another speed.

    Args:
        covered: frames of the timeline that the part has.
        ratio: the speed of the result relative to what is shown now; 1/4 makes four times as many.
    """
    return ceil(Fraction(covered) / ratio)


def result_moments(first: int, frames: int, ratio: Fraction) -> List[Fraction]:
    """Return the moment that each frame of a result shows, on from ``first``.

    Args:
        first: the moment of the first.
        frames: how many.
        ratio: as for `result_frames`.
    """
    step, whole = ratio.numerator, ratio.denominator  # in integers, which are much faster
    return [Fraction(first * whole + k * step, whole) for k in range(frames)]


def steady_position(position: Fraction) -> Fraction:
    """Return a position, whole where only the rounding of what a host wrote keeps it from that."""
    nearest = Fraction(round(position))
    return nearest if abs(position - nearest) < _ROUNDING_FRAMES else position


def source_positions(
    moments: Iterable[Fraction], start: Fraction, step: Fraction, duration: int, reverse: bool
) -> List[Fraction]:
    """Return the source positions that a clip of one speed shows at moments from its first frame.

    A reversed clip shows the frames of the same clip forwards, the last one first.

    Args:
        moments: in frames of the timeline from the first of the clip.
        start: the lowest source position of the clip.
        step: source frames from one frame of the timeline to the next, above 0.
        duration: of the clip in frames of the timeline.
        reverse: whether it runs backwards.
    """
    if reverse:
        moments = (duration - 1 - moment for moment in moments)
    return [start + moment * step for moment in moments]
