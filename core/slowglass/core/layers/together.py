"""The fields of layers put together: the samples of all, each where its layer is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from slowglass.core.composition import scale_field
from slowglass.core.field import WarpField
from slowglass.core.layers.edges import from_inside
from slowglass.core.layers.planes import Sides, looked_up, mismatch
from slowglass.core.layers.seen import Pair, SeenLayer
from slowglass.core.models.flow import fill_holes
from slowglass.core.warp import resize_flow, resize_plane

LEAST = 1e-3
"""Weight, or part of a pixel, below which it is not divided by."""

IMPURE = 0.02
"""What a sample counts that lies beside another layer, and shares colour with it."""

KNOWN = 0.25
"""How surely a motion is known from which on its surroundings have no part in it."""

COLOUR_SHARPNESS = 20.0
"""How fast motion is trusted less with the difference (0..1) of what it joins."""


def put_together(fields: Sequence[WarpField], pair: Pair, coarse: Pair) -> WarpField:
    """Return one field of the fields of all layers at one time, at the size of the pair.

    Mattes, carried there by the motion of their own layer, tell where it shows; what is in front
    hides what is behind. What is behind comes from the side in which it is seen.

    Args:
        fields: of the layers, of batch 1 and any size, in their order.
        pair: the layers.
        coarse: the same, smaller.
    """
    known = [
        known_motion(scale_field(field, *pair.size), layer, coarse.pictures)
        for field, layer in zip(fields, coarse.layers, strict=True)
    ]
    parts = []
    let_through = torch.ones_like(pair.pictures[0][:, :1])
    for field, layer in zip(known, pair.layers, strict=True):
        shown = looked_up(layer.shown, field)
        cover = torch.ones_like(let_through)
        if layer is not pair.layers[-1]:
            open_ = field.weight
            if layer is not pair.layers[0]:
                open_ = open_ * (1 - looked_up(layer.hidden, field))
            seen = open_.sum(1, keepdim=True).clamp_min(LEAST)
            cover = ((field.weight * shown).sum(1, keepdim=True) / seen).clamp(0, 1)
        own = from_inside(field, shown, layer.ways_inside, known[-1])
        trusted = IMPURE + (1 - IMPURE) * looked_up(layer.pure, own)
        weight = _shared(field.weight, shown * trusted) * let_through * cover
        parts.append(replace(own, weight=weight))
        let_through = let_through * (1 - cover)
    return side_by_side(parts)


def side_by_side(parts: Sequence[WarpField]) -> WarpField:
    """Return one field with the samples of several of one size, whose weights sum to 1 together."""
    return replace(
        parts[-1],
        sides=tuple(side for part in parts for side in part.sides),
        flow=torch.cat([part.flow for part in parts], 1),
        weight=torch.cat([part.weight for part in parts], 1),
        residual=None,
    )


def known_motion(field: WarpField, layer: SeenLayer, pictures: Sides) -> WarpField:
    """Return a layer's field in which motion that nothing shows is that of what is around it.

    A motion is known where both its ends show the layer, and the same of it.

    Args:
        field: of batch 1.
        layer: at the size of the field, or smaller.
        pictures: left and right, (1, 3, h, w) in 0..1, at the layer's size.
    """
    if layer.still:
        return field
    size, flow = field.flow.shape[-2:], field.flow.clone()
    coarse = scale_field(field, *pictures[0].shape[-2:])
    sure = looked_up(layer.sure, coarse)
    for near, far in field.pairs():
        known = sure[:, near : near + 1] * sure[:, far : far + 1]
        known = known * torch.exp(-COLOUR_SHARPNESS * mismatch(pictures, coarse, near, far))
        ends = coarse.flow[:, (near, far)].flatten(1, 2)
        filled = fill_holes(ends * known, known)
        filled = torch.stack([filled[:, :2], filled[:, 2:]], 1)
        part = resize_plane((known / KNOWN).clamp(0, 1), *size)
        for k, around in zip((near, far), resize_flow(filled, *size)[0], strict=True):
            flow[:, k] = torch.lerp(around[None], flow[:, k], part)
    return replace(field, flow=flow)


def _shared(weight: Tensor, part: Tensor) -> Tensor:
    """Return weights (1, K, H, W) of sum 1, by their part; as they are where all parts are 0."""
    taken = weight * part
    total = taken.sum(1, keepdim=True)
    return torch.where(total > LEAST, taken / total.clamp_min(LEAST), weight)
