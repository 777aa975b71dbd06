"""Outlines of layers: their pixels hold colour of two, so it is taken from beside them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.layers.planes import SOLID, Sides, grown
from slowglass.core.warp import nearest_warp

REACH = 3
"""Pixels around an outline in which its layer's own colour is looked for."""

APART = (0.25, 1.0)
"""Pixels between the motions of two layers up to which their outlines stay as they are, and from
which on they are of two colours."""

_STEPS = sorted(
    itertools.product(range(-REACH, REACH + 1), repeat=2),
    key=lambda step: step[0] ** 2 + step[1] ** 2,
)[1:]
"""Down and across to the pixels within reach, the nearest first."""


def pure(shown: Tensor) -> Tensor:
    """Return 1 where a pixel and all around it show the layer alone, else 0, (1, 1, H, W)."""
    return 1 - grown((shown < SOLID).to(shown.dtype), 1)


def way_inside(shown: Tensor) -> Tensor:
    """Return the way (1, 2, H, W) from each pixel of an outline to where the layer is pure.

    It is nothing elsewhere, and where the layer is too thin to be pure anywhere near.
    """
    inside = (shown > SOLID)[0, 0]
    rows, columns = torch.nonzero((shown[0, 0] > 0) & ~inside, as_tuple=True)
    padded = functional.pad(inside, (REACH,) * 4)
    planes = shown.new_zeros(1, 2, *shown.shape[-2:])
    for down, across in _STEPS:
        found = padded[rows + (down + REACH), columns + (across + REACH)]
        planes[0, 0, rows[found], columns[found]] = across
        planes[0, 1, rows[found], columns[found]] = down
        rows, columns = rows[~found], columns[~found]
    return planes


def from_inside(field: WarpField, shown: Tensor, ways: Sides, apart: Tensor) -> WarpField:
    """Return a layer's field whose samples on its outline come from beside it.

    Only where what is behind moves otherwise: else both colours belong there.

    Args:
        field: of the layer, of batch 1.
        shown: (1, K, H, W), how much of it each sample finds.
        ways: what `way_inside` gives of both.
        apart: (1, 2, H, W), by how much its motion differs from what is behind all, pixels.
    """
    start, end = APART
    moves = (torch.hypot(apart[:, :1], apart[:, 1:]) - start) / (end - start)
    flow = field.flow.clone()
    mixed = shown < SOLID
    for k, side in enumerate(field.sides):
        step = nearest_warp(ways[side], field.flow[:, k])
        flow[:, k] += step * moves.clamp(0, 1) * mixed[:, k : k + 1]
    return replace(field, flow=flow)


def heaviest_way(field: WarpField) -> Tensor:
    """Return the way (1, 2, H, W) from left to right, of the pair of samples that counts most."""
    (near, far), *others = field.pairs()
    most = field.weight[:, near] + field.weight[:, far]
    way = field.flow[:, far] - field.flow[:, near]
    for near, far in others:
        counts = field.weight[:, near] + field.weight[:, far]
        way = torch.where((counts > most)[:, None], field.flow[:, far] - field.flow[:, near], way)
        most = torch.maximum(most, counts)
    return way
