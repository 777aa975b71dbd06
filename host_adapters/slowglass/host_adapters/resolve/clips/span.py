"""What the getters of source frames say of an item, which are cut off to whole frames."""

import math
from fractions import Fraction
from typing import Any, List, NamedTuple, Optional

from ..api import whole_frame
from .clip import Clip

SIMPLE_DENOMINATORS = (3, 6, 8)
"""Of speeds that people set besides whole percents: 1/3, 1/6, 1/8."""


class Span(NamedTuple):
    """What the source getters say: the two ends in source frames, backwards if so."""

    start: int
    end: int
    counted_from: int
    """What was taken off both: by what number the first frame of the media goes."""

    @property
    def frames(self) -> int:
        """How many source frames lie between."""
        return abs(self.end - self.start)

    @property
    def lowest(self) -> int:
        """The first of them in the media; below 0 where Resolve is off by one."""
        return min(self.start, self.end)


def source_span(item: Any, clip: Clip) -> Optional[Span]:
    """Return the source frames of an item from the head of the media; None: not known (0 to 0)."""
    start, end = whole_frame(item, "GetSourceStartFrame"), whole_frame(item, "GetSourceEndFrame")
    if start is None or end is None or start == end:
        return None
    # Where it was seen, the frames of sequences are counted as their files are numbered, and those
    # of a subclip from the head of its movie.
    by_number = not clip.is_sequence or min(start, end) >= clip.first_number
    first = clip.first_number if by_number else 0
    return Span(start - first, end - first, first)


def simplest_speed(frames: int, clip: Clip) -> Fraction:
    """Return the simplest speed within the rounding of a count of source frames.

    The count is cut off to whole frames, and one less where the two rates differ.
    """
    frames += int(clip.source_rate != clip.timeline_rate)
    unit = clip.timeline_rate / (clip.source_rate * clip.duration)
    lowest, highest = (frames - Fraction(1, 2)) * unit, (frames + 1) * unit
    percents = range(math.ceil(lowest * 100), math.floor(highest * 100) + 1)
    candidates: List[Fraction] = [Fraction(percent, 100) for percent in percents]
    for denominator in SIMPLE_DENOMINATORS:
        nearest = Fraction(round(frames * unit * denominator), denominator)
        if lowest <= nearest < highest:
            candidates.append(nearest)
    candidates = [one for one in candidates if one > 0]
    return min(candidates, key=lambda one: one.denominator) if candidates else frames * unit
