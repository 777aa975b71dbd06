"""The samples of one layer, each where it is seen; `core.layers.together` says it in torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.motion.lookups import found_at
from slowglass.core.kernels.motion.trust import linear
from slowglass.core.kernels.places import below, inside, least, most, position

Array = Any


@dataclass(frozen=True)
class LayerRules:
    """What decides where samples of a layer come from; `core.layers` explains it."""

    solid: float
    apart_pixels: tuple[float, float]
    impure: float
    least: float


@dataclass(frozen=True)
class LayerPlanes:
    """What is known of a layer; planes (2, H, W) float32, left and right."""

    shown: Array
    hidden: Array
    pure: Array
    ways: Array
    """(2, 2, H, W), from its outline to where it is pure."""


def layer_samples(
    planes: LayerPlanes,
    field: tuple[Array, Array, Array],
    apart: Array,
    wanted: Array,
    *,
    is_last: bool,
    rules: LayerRules,
) -> tuple[Array, Array, Array]:
    """Return flow (K, 2, H, W), weight (K, H, W) and cover (H, W) of a layer's samples, float32.

    Args:
        planes: of the layer.
        field: side of each sample (K,) uint8, flow (K, 2, H, W) and weight (K, H, W), float32.
        apart: (2, H, W), by how much the layer's motion differs from what is behind all, pixels.
        wanted: (H, W) bool; elsewhere what is last covers all as it is, and nothing else anything.
        is_last: whether nothing is behind it.
        rules: the numbers behind it.
    """
    _, flow, weight = field
    made = flow.copy(), weight.copy(), np.full_like(weight[0], is_last)
    numbers = [rules.solid, *rules.apart_pixels, rules.impure, rules.least]
    known = planes.shown, planes.hidden, planes.pure, planes.ways
    parts = (*field, apart, wanted, is_last, np.array(numbers, np.float32), *made)
    over_pixels(layer_pixel, *wanted.shape, *known, *parts)
    return made


@pixel
def layer_pixel(
    shown: Array,
    hidden: Array,
    pure: Array,
    ways: Array,
    sides: Array,
    flow: Array,
    weight: Array,
    apart: Array,
    wanted: Array,
    is_last: bool,
    numbers: Array,
    made_flow: Array,
    made_weight: Array,
    cover: Array,
    y: int,
    x: int,
) -> None:
    """Write the samples of a pixel; arguments are those of `layer_samples`."""
    row, column = np.uintp(y), np.uintp(x)
    if wanted[row, column]:
        one, zero, half = np.float32(1), np.float32(0), np.float32(0.5)
        height, width = wanted.shape
        away_x, away_y = apart[0, row, column], apart[1, row, column]
        away = np.sqrt(away_x * away_x + away_y * away_y)
        moves = most(least((away - numbers[1]) / (numbers[2] - numbers[1]), one), zero)
        total = seen = covered = zero
        for k in range(np.uintp(flow.shape[0])):
            side, heft = sides[k], weight[k, row, column]
            to_x, to_y = flow[k, 0, row, column], flow[k, 1, row, column]
            corners, parts = found_at(to_x, to_y, height, width, y, x)
            shows = linear(shown, side, corners, parts)
            seen += heft * (one - linear(hidden, side, corners, parts))
            covered += heft * shows
            if shows < numbers[0]:
                from_y = inside(below(position(y, to_y, 0, height) + half), height)
                from_x = inside(below(position(x, to_x, 0, width) + half), width)
                to_x += ways[side, 0, from_y, from_x] * moves
                to_y += ways[side, 1, from_y, from_x] * moves
                corners, parts = found_at(to_x, to_y, height, width, y, x)
            trusted = numbers[3] + (one - numbers[3]) * linear(pure, side, corners, parts)
            made_weight[k, row, column] = heft * shows * trusted
            made_flow[k, 0, row, column], made_flow[k, 1, row, column] = to_x, to_y
            total += made_weight[k, row, column]
        if not is_last:
            cover[row, column] = most(least(covered / most(seen, numbers[4]), one), zero)
        for k in range(np.uintp(flow.shape[0])):
            share = (
                made_weight[k, row, column] / total
                if total > numbers[4]
                else weight[k, row, column]
            )
            made_weight[k, row, column] = share
