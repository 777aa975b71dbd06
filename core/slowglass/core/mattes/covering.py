"""How far a drawn layer covers each pixel: polygons, rectangles and brushes as numbers.

Edges are soft by the part of a pixel that is covered: along a row exactly, across by `SUB_ROWS`.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from slowglass.core.mattes.document import DrawnMattes, MatteShape

Coverage = NDArray[np.float32]
"""(height, width), 0..1."""

SUB_ROWS = 4


def coverage(
    mattes: DrawnMattes, layer: str, position: Fraction, width: int, height: int
) -> Coverage:
    """Return how far a layer covers each pixel of a picture, (height, width) in 0..1.

    Args:
        mattes: that were drawn.
        layer: name of one of their layers.
        position: in source frames.
        width: of the picture, in pixels; its size may be another than the drawn one.
        height: of the picture.

    Raises:
        UsageError: there is no such layer.
    """
    scale = np.array([width / mattes.width, height / mattes.height])
    covered = np.zeros((height, width), np.float32)
    drawn = mattes.layer(layer)
    for shape in drawn.shapes:
        points = np.array(shape.points_at(position)) * scale
        radius = shape.radius * float(scale.mean())
        np.maximum(covered, _shape(shape, points, radius, width, height), out=covered)
    return 1 - covered if drawn.inverted else covered


def _shape(
    shape: MatteShape, points: NDArray[np.float64], radius: float, width: int, height: int
) -> Coverage:
    if shape.kind == "brush":
        return _brush(points, radius, width, height)
    if shape.kind == "rectangle":
        (left, top), (right, bottom) = points.min(0), points.max(0)
        return np.outer(_overlaps(top, bottom, height), _overlaps(left, right, width))
    return _polygon(points, width, height)


def _overlaps(low: float, high: float, count: int) -> Coverage:
    """Return how much of each of ``count`` pixels lies between two places."""
    edges = np.clip(np.arange(count + 1), low, high)
    return np.diff(edges).astype(np.float32)


def _polygon(points: NDArray[np.float64], width: int, height: int) -> Coverage:
    """Return the coverage of a closed polygon; where it crosses itself, even-odd counts."""
    covered = np.zeros((height, width), np.float32)
    edges = np.concatenate([points, np.roll(points, -1, 0)], 1)
    top = max(0, int(points[:, 1].min()))
    bottom = min(height, int(points[:, 1].max()) + 1)
    for row in range(top, bottom):
        for sub in range(SUB_ROWS):
            crossings = _crossings(edges, row + (sub + 0.5) / SUB_ROWS)
            for left, right in zip(crossings[::2], crossings[1::2], strict=False):
                covered[row] += _overlaps(left, right, width) / SUB_ROWS
    return covered


def _crossings(edges: NDArray[np.float64], y: float) -> NDArray[np.float64]:
    """Return where edges, (E, 4) from x, y to x, y, cross a line, from the left."""
    x1, y1, x2, y2 = edges[(edges[:, 1] <= y) != (edges[:, 3] <= y)].T
    return np.sort(x1 + (y - y1) / (y2 - y1) * (x2 - x1))


def _brush(points: NDArray[np.float64], radius: float, width: int, height: int) -> Coverage:
    """Return the coverage of a round brush that is drawn along straight lines."""
    covered = np.zeros((height, width), np.float32)
    starts = points[:-1] if len(points) > 1 else points
    for start, end in zip(starts, points[1:] if len(points) > 1 else points, strict=True):
        low = np.floor(np.minimum(start, end) - radius - 1).astype(int).clip(0)
        high = np.ceil(np.maximum(start, end) + radius + 1).astype(int)
        columns, rows = (
            np.arange(low[0], min(width, high[0])),
            np.arange(low[1], min(height, high[1])),
        )
        if not (len(columns) and len(rows)):
            continue
        away = np.stack(np.meshgrid(columns + 0.5, rows + 0.5), -1) - start
        way = end - start
        part = np.clip(away @ way / max(float(way @ way), 1e-12), 0, 1)
        distance = np.linalg.norm(away - part[..., None] * way, axis=-1)
        place = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        soft = np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32)
        covered[place] = np.maximum(covered[place], soft)
    return covered
