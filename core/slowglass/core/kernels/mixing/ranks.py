"""Objects ranked by what they cover, where a pixel touches several."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import called, pixel
from slowglass.core.kernels.places import below, inside, position

Array = Any


@called
def mix_ranks(
    ids: Array,
    cover: Array,
    zeros: bool,
    field: Any,
    room: Any,
    made: Any,
    line: int,
    y: int,
    x: int,
) -> None:
    """Write the objects that cover most and what they cover; the same IDs in all keep their places.

    Args:
        ids: (2, H, W, R) int32.
        cover: (2, H, W, R) float32.
        zeros: as in `mix_mattes`.
        field: sides, flow and weight.
        room: for IDs and for what each covers, (H, 4 K R).
        made: IDs and coverages (H, W, R), written.
        line: which row of flow and weight is meant.
        y: row.
        x: column.
    """
    names, values = made
    sums = room[1]
    height, width, ranks = ids.shape[1:]
    sides, flow, weight = field
    nowhere = np.uintp(0)
    heaviest, most = (nowhere, nowhere, nowhere, False), np.float32(0)
    for k in range(flow.shape[0]):
        if weight[k, line, x] > 0:
            place = sampled(flow, k, height, width, line, y, x)
            for n in range(4):
                row, column, counts, beyond = corner(place, n, height, width)
                if counts * weight[k, line, x] > most:
                    heaviest = (np.uintp(sides[k]), row, column, zeros and beyond)
                    most = counts * weight[k, line, x]
    for r in range(ranks):
        side, row, column, nothing = heaviest
        names[y, x, r] = np.int32(0) if nothing else ids[side, row, column, r]
        sums[y, r] = np.float32(0) if nothing else cover[side, row, column, r]
        values[y, x, r] = sums[y, r]
    alike = True
    for k in range(flow.shape[0]):
        if alike and weight[k, line, x] > 0:
            place = sampled(flow, k, height, width, line, y, x)
            for n in range(4):
                row, column, counts, beyond = corner(place, n, height, width)
                if counts > 0:
                    for r in range(ranks):
                        nothing = zeros and beyond
                        own = np.int32(0) if nothing else ids[sides[k], row, column, r]
                        value = np.float32(0) if nothing else cover[sides[k], row, column, r]
                        alike &= own == names[y, x, r]
                        values[y, x, r] += (value - sums[y, r]) * counts * weight[k, line, x]
    if alike:
        return
    known = 0
    for k in range(flow.shape[0]):
        if weight[k, line, x] > 0:
            place = sampled(flow, k, height, width, line, y, x)
            for n in range(4):
                row, column, counts, beyond = corner(place, n, height, width)
                if counts > 0 and not (zeros and beyond):
                    for r in range(ranks):
                        covers = cover[sides[k], row, column, r] * counts * weight[k, line, x]
                        known = add_entry(ids[sides[k], row, column, r], covers, room, y, known)
    for r in range(ranks):
        best = largest(room, y, known)
        names[y, x, r] = room[0][y, best] if best >= 0 else np.int32(0)
        values[y, x, r] = sums[y, best] if best >= 0 else np.float32(0)
        if best >= 0:
            sums[y, best] = 0


@pixel
def sampled(flow: Array, k: int, height: int, width: int, line: int, y: int, x: int) -> Any:
    """Return where a sample lies, column and row."""
    to_x = position(x, flow[k, 0, line, x], 0, width)
    return to_x, position(y, flow[k, 1, line, x], 0, height)


@pixel
def corner(place: Any, n: int, height: int, width: int) -> Any:
    """Return one of the four pixels around a place.

    Returns:
        Its row and column, how much it counts, and whether it lies outside the picture.
    """
    left, top = below(place[0]), below(place[1])
    column, row = left + n % 2, top + n // 2
    x_part, y_part = place[0] - np.float32(left), place[1] - np.float32(top)
    across = x_part if n % 2 == 1 else np.float32(1) - x_part
    down = y_part if n // 2 == 1 else np.float32(1) - y_part
    outside = not (0 <= column < width and 0 <= row < height)
    return inside(row, height), inside(column, width), across * down, outside


@pixel
def add_entry(name: Any, covers: Any, room: Any, y: int, known: int) -> int:
    """Add what an object covers to its sum; return how many objects there are now."""
    entries, sums = room
    if covers == 0:
        return known
    for n in range(known):
        if entries[y, n] == name:
            sums[y, n] += covers
            return known
    entries[y, known], sums[y, known] = name, covers
    return known + 1


@pixel
def largest(room: Any, y: int, known: int) -> int:
    """Return which object covers most, of equal ones that of the lowest ID; -1 for none."""
    entries, sums = room
    best = -1
    for n in range(known):
        covers = sums[y, n]
        if covers > 0 and (
            best < 0
            or covers > sums[y, best]
            or (covers == sums[y, best] and entries[y, n] < entries[y, best])
        ):
            best = n
    return best
