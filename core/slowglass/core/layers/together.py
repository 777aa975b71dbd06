"""The fields of layers put together: the samples of all, each where its layer is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from slowglass.core.composition import scale_field
from slowglass.core.field import LEFT, WarpField
from slowglass.core.layers.edges import heaviest_way
from slowglass.core.layers.planes import looked_up, mismatches
from slowglass.core.layers.samples import seen_samples
from slowglass.core.layers.seen import Pair, SeenLayer
from slowglass.core.models.flow import fill_holes
from slowglass.core.warp import resize_flow, resize_plane

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
    known = []
    for field, layer in zip(fields, coarse.layers, strict=True):
        field = scale_field(field, *pair.size)
        if not layer.still:
            small = scale_field(field, *coarse.size)
            field = known_motion(field, layer, small, mismatches(coarse.pictures, small))
        known.append(field)
    return seen_together(known, pair)


def seen_together(
    known: Sequence[WarpField], pair: Pair, wanted: Tensor | None = None
) -> WarpField:
    """Return one field of what is known of the motion of all layers, of batch 1.

    Args:
        known: the fields of the layers, at the size of the pair.
        pair: the layers.
        wanted: (1, 1, H, W) bool, where the field is asked for; None: everywhere.
    """
    through = torch.ones_like(pair.pictures[LEFT][:, :1])
    wanted = torch.ones_like(through, dtype=torch.bool) if wanted is None else wanted
    behind = heaviest_way(known[-1])
    parts = []
    for field, layer in zip(known, pair.layers, strict=True):
        is_last = layer is pair.layers[-1]
        own, cover = seen_samples(field, layer, heaviest_way(field) - behind, wanted, is_last)
        parts.append(replace(own, weight=own.weight * (through * cover)))
        through = through * (1 - cover)
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


def known_motion(
    field: WarpField, layer: SeenLayer, small: WarpField, differ: Sequence[Tensor]
) -> WarpField:
    """Return a layer's field in which motion that nothing shows is that of what is around it.

    A motion is known where both its ends show the layer, and the same of it.

    Args:
        field: of batch 1.
        layer: at the size of the field, or smaller.
        small: the field at the size of the layer.
        differ: what `mismatches` gives of that.
    """
    size, flow = field.flow.shape[-2:], field.flow.clone()
    sure = looked_up(layer.sure, small)
    for (near, far), differs in zip(field.pairs(), differ, strict=True):
        known = sure[:, near : near + 1] * sure[:, far : far + 1]
        known = known * torch.exp(-COLOUR_SHARPNESS * differs)
        ends = small.flow[:, (near, far)].flatten(1, 2)
        filled = fill_holes(ends * known, known)
        filled = torch.stack([filled[:, :2], filled[:, 2:]], 1)
        part = resize_plane((known / KNOWN).clamp(0, 1), *size)
        for k, around in zip((near, far), resize_flow(filled, *size)[0], strict=True):
            flow[:, k] = torch.lerp(around[None], flow[:, k], part)
    return replace(field, flow=flow)
