"""At which moments a mask is looked at: those at which source frames are shown."""

from fractions import Fraction
from math import ceil
from typing import List, NamedTuple

from .strip_reading import StripReading


class Shown(NamedTuple):
    """A moment and what is shown there."""

    scene_frame: Fraction
    position: Fraction
    """In the source."""


def shown_moments(reading: StripReading) -> List[Shown]:
    """Return moments of a strip in the order of their positions, close enough for each frame.

    They begin a frame before what was read and end one after it, for the frames that are
    neighbours only. Where a strip comes back to what it showed before, the first time counts.
    """
    shown: List[Shown] = []
    for frame in range(reading.start - 1, reading.end + 2):
        here = Shown(Fraction(frame), reading.source_position(Fraction(frame)))
        if shown:
            shown += _between(reading, Fraction(frame - 1), here)
        shown.append(here)
    lowest = highest = shown[0].position
    first_times = [shown[0]]
    for one in shown[1:]:
        if not lowest <= one.position <= highest:
            first_times.append(one)
            lowest, highest = min(lowest, one.position), max(highest, one.position)
    return sorted(first_times, key=lambda one: one.position)


def _between(reading: StripReading, before: Fraction, after: Shown) -> List[Shown]:
    """Return moments within a scene frame where more than one source frame goes by."""
    passed = abs(after.position - reading.source_position(before))
    parts = max(1, ceil(passed))
    moments = [before + Fraction(k, parts) for k in range(1, parts)]
    return [Shown(moment, reading.source_position(moment)) for moment in moments]
