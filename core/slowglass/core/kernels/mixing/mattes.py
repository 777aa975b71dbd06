"""Cryptomattes mixed; `slowglass.core.composition.cryptomatte` says it in torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.field_rows import Field, over_field
from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.mixing.ranks import mix_ranks
from slowglass.core.kernels.places import below, inside, position

Array = Any


def matte_edges(ids: Array) -> Array:
    """Return (2, H, W) bool, where a pixel and those right of and below it hold other IDs.

    Args:
        ids: (2, H, W, R) int32, of both pictures.
    """
    broken = np.empty(ids.shape[:3], np.bool_)
    over_pixels(edge_pixel, *ids.shape[1:3], ids, broken)
    return broken


def mix_mattes(
    ids: Array, cover: Array, broken: Array, field: Field, zeros: bool
) -> tuple[Array, Array]:
    """Return IDs (H, W, R) int32 and what each covers, float32.

    Args:
        ids: (2, H, W, R) int32, of both pictures.
        cover: (2, H, W, R) float32, finite.
        broken: what `matte_edges` found.
        field: where samples come from.
        zeros: whether nothing lies outside a picture, else its edge goes on.
    """
    height, width, ranks = ids.shape[1:]
    made = np.zeros((height, width, ranks), np.int32), np.zeros((height, width, ranks), np.float32)
    entries = (height, 4 * len(field[0]) * ranks)
    room = np.empty(entries, np.int32), np.empty(entries, np.float32)
    sources = ids, cover, broken, zeros
    over_field(matte_pixel, (height, width), field, sources, (*room, *made))
    return made


@pixel
def edge_pixel(ids: Array, broken: Array, y: int, x: int) -> None:
    """Note whether four pixels from one on do not hold the same IDs, in both pictures."""
    lower, after = min(y + 1, ids.shape[1] - 1), min(x + 1, ids.shape[2] - 1)
    for side in range(2):
        same = True
        for r in range(ids.shape[3]):
            own = ids[side, y, x, r]
            same &= ids[side, y, after, r] == own
            same &= ids[side, lower, x, r] == own
            same &= ids[side, lower, after, r] == own
        broken[side, y, x] = not same


@pixel
def matte_pixel(
    ids: Array,
    cover: Array,
    broken: Array,
    zeros: bool,
    sides: Array,
    flow: Array,
    weight: Array,
    entries: Array,
    sums: Array,
    made_ids: Array,
    made_cover: Array,
    line: int,
    y: int,
    x: int,
) -> None:
    """Mix a pixel; where all that it touches holds the same IDs, these stay.

    ``entries`` and ``sums`` (H, 4 K R) are room for IDs and what they cover, ``line`` is
    the row of flow and weight that is meant; the rest is as in `mix_mattes`.
    """
    height, width, ranks = ids.shape[1:]
    total = np.float32(0)
    for k in range(flow.shape[0]):
        heft = weight[k, line, x]
        if heft > 0:
            side = sides[k]
            to_x = position(x, flow[k, 0, line, x], 0, width)
            to_y = position(y, flow[k, 1, line, x], 0, height)
            column, row = below(to_x), below(to_y)
            x_part, y_part = to_x - np.float32(column), to_y - np.float32(row)
            x0, x1 = inside(column, width), inside(column + 1, width)
            y0, y1 = inside(row, height), inside(row + 1, height)
            beyond = to_x < 0 or to_y < 0 or to_x > width - 1 or to_y > height - 1
            edge = broken[side, y0, x0] or (zeros and beyond)
            for r in range(ranks):
                if total == 0:
                    made_ids[y, x, r] = ids[side, y0, x0, r]
                edge |= made_ids[y, x, r] != ids[side, y0, x0, r]
            if edge:
                field, made = (sides, flow, weight), (made_ids, made_cover)
                mix_ranks(ids, cover, zeros, field, (entries, sums), made, line, y, x)
                return
            total += heft
            for r in range(ranks):
                upper_left, lower_left = cover[side, y0, x0, r], cover[side, y1, x0, r]
                upper = upper_left + (cover[side, y0, x1, r] - upper_left) * x_part
                lower = lower_left + (cover[side, y1, x1, r] - lower_left) * x_part
                value = upper + (lower - upper) * y_part
                made_cover[y, x, r] += (value - made_cover[y, x, r]) * (heft / total)
