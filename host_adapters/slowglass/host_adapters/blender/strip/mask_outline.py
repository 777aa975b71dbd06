"""Splines of masks as polygons in pixels; Blender is not known here.

Masks live in a square as wide as the longer side of the picture, around its middle, from 0 to 1,
y up. A spline is a chain of cubic Bézier curves, closed.
"""

from fractions import Fraction
from math import ceil, hypot, sqrt
from typing import List, NamedTuple, Sequence, Tuple

Point = Tuple[float, float]
Segment = Tuple[Point, Point, Point, Point]

FINENESS_PIXELS = 0.1
"""As far as an edge of the polygon is from the curve at most."""


class Curve(NamedTuple):
    """A closed spline at one moment: x and y of each point, one after the other."""

    points: Sequence[float]
    lefts: Sequence[float]
    """Handles before the points."""
    rights: Sequence[float]
    """Handles after them."""


def keyed_moments(moments: Sequence[Curve], positions: Sequence[Fraction], side: int) -> List[int]:
    """Return indices of the moments between which a spline goes straight, all others left out.

    Source: Douglas and Peucker, "Algorithms for the reduction of the number of points required to
    represent a digitized line", 1973.

    Args:
        moments: the spline over time.
        positions: of the moments, increasing.
        side: of the picture, the longer one in pixels.
    """
    values = [[*curve.points, *curve.lefts, *curve.rights] for curve in moments]
    if all(one == values[0] for one in values):
        return [0]
    keyed, spans = {0, len(values) - 1}, [(0, len(values) - 1)]
    while spans:
        first, last = spans.pop()
        span = positions[last] - positions[first]
        away, middle = max(
            (
                (_away(values, first, k, last, float((positions[k] - positions[first]) / span)), k)
                for k in range(first + 1, last)
            ),
            default=(0.0, 0),
        )
        if away * side > FINENESS_PIXELS:
            keyed.add(middle)
            spans += [(first, middle), (middle, last)]
    return sorted(keyed)


def outlines(moments: Sequence[Curve], width: int, height: int) -> List[List[Point]]:
    """Return the corners of a spline at each moment, always as many.

    Args:
        moments: the spline over time.
        width: of the picture, in pixels.
        height: of the picture.
    """
    over_time = [_segments(curve, width, height) for curve in moments]
    steps = [max(map(_steps, same)) for same in zip(*over_time)]
    if len(steps) < 3:
        steps = [max(count, 2) for count in steps]  # two straight edges are no polygon
    weights = [_weights(count) for count in steps]
    return [
        [
            (
                w0 * a[0] + w1 * b[0] + w2 * c[0] + w3 * d[0],
                w0 * a[1] + w1 * b[1] + w2 * c[1] + w3 * d[1],
            )
            for (a, b, c, d), places in zip(segments, weights)
            for w0, w1, w2, w3 in places
        ]
        for segments in over_time
    ]


def with_holes(contours: Sequence[List[Point]]) -> List[Point]:
    """Return one polygon of several: what lies inside of another one is a hole in it.

    A way leads from the first one's first corner to each other and back. It encloses nothing, and
    even-odd counts what lies within two.
    """
    first, *others = contours
    joined = list(first)
    for other in others:
        joined += [first[0], *other, other[0]]
    return joined


def _segments(curve: Curve, width: int, height: int) -> List[Segment]:
    """Return the control points of each piece, in pixels."""
    points, lefts, rights = (_in_pixels(flat, width, height) for flat in curve)
    following = [*range(1, len(points)), 0]
    return [(points[k], rights[k], lefts[n], points[n]) for k, n in enumerate(following)]


def _in_pixels(flat: Sequence[float], width: int, height: int) -> List[Point]:
    """Return places of a mask in pixels from the upper left corner of the picture."""
    side = max(width, height)
    return [
        (width / 2 + (x - 0.5) * side, height / 2 - (y - 0.5) * side)
        for x, y in zip(flat[::2], flat[1::2])
    ]


def _steps(segment: Segment) -> int:
    """Return how many straight edges are near enough to a piece.

    Source: Wang, Shen, Liang and Thompson, "Subdivision method for Bézier curves", 1984: the
    second differences of the control points bound the distance.
    """
    bends = (
        hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
        for a, b, c in zip(segment, segment[1:], segment[2:])
    )
    return max(1, ceil(sqrt(0.75 * max(bends) / FINENESS_PIXELS)))


def _weights(count: int) -> List[Tuple[float, float, float, float]]:
    """Return what each control point counts for at the starts of equal parts of a piece."""
    parts = [k / count for k in range(count)]
    return [((1 - t) ** 3, 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t**3) for t in parts]


def _away(values: Sequence[Sequence[float]], first: int, at: int, last: int, part: float) -> float:
    """Return how far a moment is from the straight way between two others."""
    ways = zip(values[first], values[at], values[last])
    return max(abs(a + (b - a) * part - seen) for a, seen, b in ways)
