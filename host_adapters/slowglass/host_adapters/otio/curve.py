"""A speed that changes: which moment of its media a clip shows at each of its own.

OpenTimelineIO has no schema for it; a time effect of no kind of its own carries it as metadata.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import opentimelineio as otio

METADATA = "slowglass"
Curve = tuple[tuple[Fraction, Fraction], ...]
"""Points in order: seconds from the first frame of a clip, seconds from the head of its media.
Between two points, and beyond the last ones, time runs evenly."""


def curve_effect(name: str, points: Sequence[tuple[Fraction, Fraction]]) -> Any:
    """Return a time effect that carries a curve.

    Args:
        name: of the effect.
        points: two or more, in order.
    """
    written = [[str(moment), str(shown)] for moment, shown in points]
    return otio.schema.TimeEffect(name, "TimeCurve", metadata={METADATA: {"curve": written}})


def curve_of(effect: Any) -> Curve:
    """Return the curve that a time effect carries, an empty one if it does not."""
    points = effect.metadata.get(METADATA, {}).get("curve", ())
    return tuple((Fraction(str(moment)), Fraction(str(shown))) for moment, shown in points)


def shown_at(curve: Curve, moment: Fraction) -> Fraction:
    """Return which moment of its media a clip shows.

    Args:
        curve: of two points or more.
        moment: seconds from its first frame.
    """
    place = bisect_right(curve, moment, key=lambda point: point[0])
    before = min(max(place - 1, 0), len(curve) - 2)
    (start, first), (end, last) = curve[before : before + 2]
    return first + (moment - start) * (last - first) / (end - start)
