"""Fields that are smaller than the frame, brought to its size row by row."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import pixel
from slowglass.core.kernels.places import inside, most

Array = Any


def row_room(samples: int, flow_width: int, width: int) -> tuple[Any, Array, Array]:
    """Return what one thread needs to bring a field to the size of a frame, row by row.

    Returns:
        Columns as `fill_columns` fills them, and flat room for a row of flows and of weights.
    """
    columns = np.empty(width, np.uint32), np.empty(width, np.uint32), np.empty(width, np.float32)
    flows, weights = (
        np.empty(samples * 2 * width, np.float32),
        np.empty(samples * width, np.float32),
    )
    return (*columns, np.empty(flow_width, np.float32)), flows, weights


@pixel
def fill_columns(columns: Any) -> None:
    """Note for each column of a frame the two of a field around it, and the second's part."""
    first, second, part, line = columns
    for x in range(len(first)):
        first[x], second[x], part[x] = middle(x, len(first), len(line))


@pixel
def scale_row(
    flow: Array, weight: Array, height: int, y: int, columns: Any, flows: Array, weights: Array
) -> None:
    """Write row ``y`` of a field at the size of the frame.

    Args:
        flow: (K, 2, h, w), pixels of its own size.
        weight: (K, h, w).
        height: of the frame.
        y: the row.
        columns: what `fill_columns` fills.
        flows: (K, 2, 1, width), written, in pixels of the frame.
        weights: (K, 1, width), written.
    """
    rows = middle(y, height, flow.shape[2])
    along = np.float32(len(columns[0])) / np.float32(flow.shape[3])
    down = np.float32(height) / np.float32(flow.shape[2])
    for k in range(flow.shape[0]):
        _stretch(flow[k, 0], rows, columns, along, flows[k, 0, 0])
        _stretch(flow[k, 1], rows, columns, down, flows[k, 1, 0])
        _stretch(weight[k], rows, columns, np.float32(1), weights[k, 0])


@pixel
def _stretch(plane: Array, rows: Any, columns: Any, scale: Any, row: Array) -> None:
    """Write a row between two of a plane."""
    upper, lower = plane[rows[0]], plane[rows[1]]
    first, second, part, line = columns
    for x in range(len(line)):
        line[x] = (upper[x] + (lower[x] - upper[x]) * rows[2]) * scale
    if len(line) == len(row):
        for x in range(len(row)):  # numba's row[:] = line takes a second longer to compile
            row[x] = line[x]
        return
    for x in range(len(row)):
        value = line[first[x]]
        row[x] = value + (line[second[x]] - value) * part[x]


@pixel
def middle(place: int, size: int, other: int) -> Any:
    """Return the two pixels of another size around a pixel's middle, and the part of the second."""
    scale = np.float32(other) / np.float32(size)
    at = most((np.float32(place) + np.float32(0.5)) * scale - np.float32(0.5), np.float32(0))
    first = np.floor(at)
    return inside(int(first), other), inside(int(first) + 1, other), at - first


@pixel
def between(values: Array, rows: Any, columns: Any) -> Any:
    """Return values (h, w) between two rows and two columns, linearly."""
    a, b = values[rows[0], columns[0]], values[rows[0], columns[1]]
    c, d = values[rows[1], columns[0]], values[rows[1], columns[1]]
    upper, lower = a + (b - a) * columns[2], c + (d - c) * columns[2]
    return upper + (lower - upper) * rows[2]
