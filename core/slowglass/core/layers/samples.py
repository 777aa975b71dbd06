"""The samples of one layer of a field: where it is seen, and how much of a pixel it covers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import WarpField
from slowglass.core.layers.edges import APART, from_inside
from slowglass.core.layers.planes import SOLID, array, looked_up
from slowglass.core.layers.seen import SeenLayer

LEAST = 1e-3
"""Weight, or part of a pixel, below which it is not divided by."""

IMPURE = 0.02
"""What a sample counts that lies beside another layer, and shares colour with it."""


def seen_samples(
    field: WarpField, layer: SeenLayer, apart: Tensor, wanted: Tensor, is_last: bool
) -> tuple[WarpField, Tensor]:
    """Return the samples of a layer, and (1, 1, H, W), how much of each pixel it covers.

    Where it is not wanted, what is last covers all, and nothing else anything.

    Args:
        field: of the layer, of batch 1.
        layer: at its size.
        apart: (1, 2, H, W), by how much its motion differs from what is behind all, pixels.
        wanted: (1, 1, H, W) bool, where samples are asked for.
        is_last: whether nothing is behind it.
    """
    if field.flow.device.type == "cpu":
        return _compiled(field, layer, apart, wanted, is_last)
    return samples_by_torch(field, layer, apart, wanted, is_last)


def samples_by_torch(
    field: WarpField, layer: SeenLayer, apart: Tensor, wanted: Tensor, is_last: bool
) -> tuple[WarpField, Tensor]:
    """Do the same in torch, on any device."""
    shown = looked_up(layer.shown, field)
    open_ = (field.weight * (1 - looked_up(layer.hidden, field))).sum(1, keepdim=True)
    cover = ((field.weight * shown).sum(1, keepdim=True) / open_.clamp_min(LEAST)).clamp(0, 1)
    own = from_inside(field, shown, layer.ways_inside, apart)
    taken = field.weight * shown * (IMPURE + (1 - IMPURE) * looked_up(layer.pure, own))
    total = taken.sum(1, keepdim=True)
    weight = torch.where(total > LEAST, taken / total.clamp_min(LEAST), field.weight)
    whole = torch.full_like(cover, float(is_last))
    return replace(own, weight=weight), whole if is_last else torch.where(wanted, cover, whole)


def _compiled(
    field: WarpField, layer: SeenLayer, apart: Tensor, wanted: Tensor, is_last: bool
) -> tuple[WarpField, Tensor]:
    """Do the same on a processor."""
    shown, hidden, pure, ways = (
        array(torch.cat(sides))
        for sides in (layer.shown, layer.hidden, layer.pure, layer.ways_inside)
    )
    planes = kernels.LayerPlanes(shown[:, 0], hidden[:, 0], pure[:, 0], ways)
    at = np.array(field.sides, np.uint8), array(field.flow[0]), array(field.weight[0])
    rules = kernels.LayerRules(SOLID, APART, IMPURE, LEAST)
    flow, weight, cover = kernels.layer_samples(
        planes, at, array(apart[0]), wanted[0, 0].numpy(), is_last=is_last, rules=rules
    )
    own = replace(field, flow=torch.from_numpy(flow)[None], weight=torch.from_numpy(weight)[None])
    return own, torch.from_numpy(cover)[None, None]
