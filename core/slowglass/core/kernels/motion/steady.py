"""What is alike in both frames of a pair, and the edges in it, as `core.models.standing` asks."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import loop, over_rows, pixel

Array = Any


def alike_pixels(left: Array, right: Array, tolerance: float) -> Array:
    """Return (H, W) bool, where no channel of two pictures differs by more than ``tolerance``.

    Args:
        left: (3, H, W) float32.
        right: like ``left``.
        tolerance: in the pictures' values.
    """
    alike = np.empty(left.shape[1:], np.bool_)
    over_rows(_alike_rows, len(alike), left, right, np.float32(tolerance), alike)
    return alike


def steady_edges(left: Array, right: Array, alike: Array, edge: float, same_way: float) -> Array:
    """Return (H, W) bool, edges that both pictures have beside pixels alike in a row or a cluster.

    Args:
        left: (3, H, W) float32, 0..1.
        right: like ``left``.
        alike: (H, W) bool.
        edge: step of brightness over two pixels that makes an edge.
        same_way: cosine between the gradients of both from which on their edges are one.
    """
    held, found = np.empty_like(alike), np.empty_like(alike)
    over_rows(_held_rows, len(alike), alike, held, room=lambda: (_line(alike, np.uint8),))
    squares = np.float32(edge * edge), np.float32(same_way * same_way)
    sources = left, right, held, *squares
    over_rows(_edge_rows, len(alike), *sources, found, room=lambda: (_line(found, np.bool_),))
    return found


def grow_within(found: Array, kept: Array, steps: int) -> Array:
    """Return (H, W) bool, what grows from ``found`` by a pixel a step, all of it in ``kept``."""
    for _ in range(steps):
        grown = np.empty_like(found)
        over_rows(_grow_rows, len(found), found, kept, grown, room=lambda: (_line(kept, np.bool_),))
        found = grown
    return found


def _line(plane: Array, sample_type: Any) -> Array:
    """Return zeros for a row of a plane and a pixel on either side of it."""
    return np.zeros(plane.shape[1] + 2, sample_type)


@pixel
def edge_pixel(left: Array, right: Array, edge_square: Any, way_square: Any, y: int, x: int) -> Any:
    """Return whether both pictures have one edge at a pixel."""
    one_x, one_y = gradient(left, y, x)
    one = one_x * one_x + one_y * one_y
    if one <= edge_square:
        return False
    other_x, other_y = gradient(right, y, x)
    other = other_x * other_x + other_y * other_y
    along = one_x * other_x + one_y * other_y
    return other > edge_square and along > 0 and along * along > way_square * one * other


@pixel
def gradient(picture: Array, y: int, x: int) -> Any:
    """Return differences of the mean channel over two pixels, across and down."""
    height, width = picture.shape[1], picture.shape[2]
    above, below = max(y - 1, 0), min(y + 1, height - 1)
    before, after = max(x - 1, 0), min(x + 1, width - 1)
    across = down = np.float32(0)
    for c in range(3):
        across += picture[c, y, after] - picture[c, y, before]
        down += picture[c, below, x] - picture[c, above, x]
    return across / np.float32(3), down / np.float32(3)


@loop
def _alike_rows(
    left: Array, right: Array, tolerance: Any, alike: Array, top: int, bottom: int
) -> None:
    for y in range(top, bottom):
        row = alike[y]
        a, b, c = left[0, y], left[1, y], left[2, y]
        d, e, f = right[0, y], right[1, y], right[2, y]
        for x in range(len(row)):
            row[x] = (
                (abs(a[x] - d[x]) <= tolerance)
                & (abs(b[x] - e[x]) <= tolerance)
                & (abs(c[x] - f[x]) <= tolerance)
            )


@loop
def _held_rows(alike: Array, held: Array, column: Array, top: int, bottom: int) -> None:
    """Keep pixels with two others around them that are alike too: a stroke, not a chance."""
    height, width = alike.shape
    for y in range(top, bottom):
        above, own, below = alike[max(y - 1, 0)], alike[y], alike[min(y + 1, height - 1)]
        is_inner = np.uint8(y > 0), np.uint8(y < height - 1)
        for x in range(width):
            column[x + 1] = own[x] + is_inner[0] * above[x] + is_inner[1] * below[x]
        row = held[y]
        for x in range(width):
            row[x] = own[x] & (column[x] + column[x + 1] + column[x + 2] > 2)


@loop
def _edge_rows(
    left: Array,
    right: Array,
    held: Array,
    edge_square: Any,
    way_square: Any,
    found: Array,
    column: Array,
    top: int,
    bottom: int,
) -> None:
    height, width = held.shape
    for y in range(top, bottom):
        above, own, below = held[max(y - 1, 0)], held[y], held[min(y + 1, height - 1)]
        for x in range(width):
            column[x + 1] = above[x] | own[x] | below[x]
        row = found[y]
        for x in range(width):
            near = column[x] | column[x + 1] | column[x + 2]
            row[x] = near and edge_pixel(left, right, edge_square, way_square, y, x)


@loop
def _grow_rows(
    found: Array, kept: Array, grown: Array, any_row: Array, top: int, bottom: int
) -> None:
    height, width = found.shape
    for y in range(top, bottom):
        above, own, below = found[max(y - 1, 0)], found[y], found[min(y + 1, height - 1)]
        for x in range(width):
            any_row[x + 1] = above[x] | own[x] | below[x]
        row, inside = grown[y], kept[y]
        for x in range(width):
            row[x] = inside[x] & (any_row[x] | any_row[x + 1] | any_row[x + 2])
