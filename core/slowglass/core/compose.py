"""Making the channels of a new frame from those of its two neighbours.

Pixels are taken from the sources where the field points and mixed by its weights. Equal samples mix
to themselves exactly, so what does not move does not change by a bit.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from slowglass.core.errors import ShapeError
from slowglass.core.models.interface import LEFT, WarpField
from slowglass.core.warp import backward_warp, nearest_warp, resize_flow, resize_plane

Policy = Literal["blend", "pick"]
"""``blend`` mixes the samples by weight. ``pick`` takes the nearest pixel of the sample that counts
most: for whatever must not be mixed, object IDs above all."""

STRIP_PIXELS = 1 << 21
"""Frames are composed in strips of rows of about this many pixels, so that 8K fits into memory."""


def scale_field(field: WarpField, height: int, width: int) -> WarpField:
    """Return ``field`` at the size of the frame, its weights still summing to 1."""
    if field.flow.shape[-2:] == (height, width):
        return field
    weight = resize_plane(field.weight, height, width).clamp_min(0)
    return WarpField(
        sides=field.sides,
        flow=resize_flow(field.flow, height, width),
        weight=weight / weight.sum(1, keepdim=True),
        border=field.border,
        residual=None if field.residual is None else resize_plane(field.residual, height, width),
    )


def compose(left: Tensor, right: Tensor, field: WarpField, policy: Policy = "blend") -> Tensor:
    """Return the channels at the times of ``field``.

    Args:
        left: (1, C, H, W), any floating dtype for ``blend``, any dtype for ``pick``.
        right: like ``left``.
        field: of the same size, or smaller.
        policy: how samples become one.

    Returns:
        (B, C, H, W), dtype of ``left``.

    Raises:
        ShapeError: the frames differ in size.
    """
    if left.shape != right.shape:
        raise ShapeError(f"expected two frames of one size, got {left.shape} and {right.shape}")
    height, width = left.shape[-2:]
    field = scale_field(field, height, width)
    rows = max(1, STRIP_PIXELS // width)
    strips = [
        _compose_rows(left, right, field, policy, top, min(top + rows, height))
        for top in range(0, height, rows)
    ]
    return strips[0] if len(strips) == 1 else torch.cat(strips, 2)


def _compose_rows(
    left: Tensor, right: Tensor, field: WarpField, policy: Policy, top: int, bottom: int
) -> Tensor:
    """Compose rows ``top`` to ``bottom``."""
    batch = field.flow.shape[0]
    warp = backward_warp if policy == "blend" else nearest_warp
    weight = field.weight[:, :, top:bottom]
    result: Tensor | None = None
    total = best = weight[:, :1]
    for k, side in enumerate(field.sides):
        picture = (left if side == LEFT else right).expand(batch, -1, -1, -1)
        sample = warp(picture, field.flow[:, k, :, top:bottom], field.border, top)
        share = weight[:, k : k + 1]
        if result is None:
            result = sample
        elif policy == "pick":
            result = torch.where(share > best, sample, result)
            best = torch.maximum(best, share)
        else:
            total = total + share
            part = torch.where(total > 0, share / total.clamp_min(1e-30), 0).to(sample.dtype)
            result = torch.lerp(result, sample, part)
    if result is None:
        raise ShapeError("expected a field with at least one sample, got none")
    return result
