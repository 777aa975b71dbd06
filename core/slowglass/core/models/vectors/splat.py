"""Pushing surfaces to where they are at a time; of several that land together the nearest shows.

Where it covers but a part of a pixel, the nearest of those behind it shows too.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from slowglass.core.models.vectors.landed import Landed
from slowglass.core.models.vectors.pieces import MovedPieces, Size

DEPTH_SHARPNESS = 40.0
"""How fast a surface fades behind the nearest one, with the relative difference of their depths."""

LEAST_SHARE = 0.2
"""A surface that covers less of a pixel hides nothing there; more, and outlines would grow by a
pixel. Where neighbours move apart, the nearest still covers so much."""

BEHIND = 1.1
"""How many times as far as the nearest a surface is that lies behind it."""

LEAST_OPEN = 1e-3
"""Part of a pixel; what is nearest and leaves less open hides all."""


def splat_nearest(frames: Sequence[MovedPieces], size: Size) -> tuple[list[Landed], Tensor]:
    """Return what lands from each frame where nothing nearer lands from any, and how far it is."""
    nearest = _nearest(frames, size)
    return [_sum_at(frame, size, nearest) for frame in frames], nearest


def splat_two(
    frames: Sequence[MovedPieces], size: Size
) -> tuple[list[Landed], list[Landed] | None]:
    """Return what is nearest of each frame, and what is next behind it where that shows.

    None: what is nearest hides all.
    """
    front, nearest = splat_nearest(frames, size)
    left_open = [side.weight - side.cover for side in front]
    open_ = torch.cat(left_open, 1).sum(1, keepdim=True) > LEAST_OPEN
    if not bool(open_.any()):
        return front, None
    there = [frame.only(_landing_on(open_.flatten(2), frame, size)) for frame in frames]
    second = _nearest(there, size, nearest)
    return front, [_sum_at(frame, size, second, nearest) for frame in there]


def _landing_on(mask: Tensor, frame: MovedPieces, size: Size) -> Tensor:
    """Return the numbers of those that land on a mask (B, 1, H * W) at any of its times."""
    found = torch.zeros_like(frame.depth, dtype=torch.bool)
    for index, share in frame.landings(size):
        found |= mask.gather(2, index) & (share > 0)
    return found.any(0)[0].nonzero()[:, 0]


def _nearest(frames: Sequence[MovedPieces], size: Size, before: Tensor | None = None) -> Tensor:
    """Return the least depth (B, 1, H * W) of what lands, behind what is ``before``."""
    batch = len(frames[0].depth)
    nearest = frames[0].depth.new_full((batch, 1, size[0] * size[1]), torch.inf)
    for frame in frames:
        for index, share in frame.landings(size):
            counts = share > LEAST_SHARE
            if before is not None:
                counts &= _is_behind(frame, before.gather(2, index))
            reached = torch.where(counts, frame.depth, torch.inf)
            nearest = nearest.scatter_reduce(2, index, reached, "amin")
    return nearest


def _sum_at(
    frame: MovedPieces, size: Size, nearest: Tensor, before: Tensor | None = None
) -> Landed:
    """Return what one frame has at a depth (B, 1, H * W), behind what is ``before``."""
    batch, channels = frame.flows.shape[:2]
    total = frame.flows.new_zeros(batch, channels + 3, size[0] * size[1])
    for index, share in frame.landings(size):
        farther = (frame.depth / nearest.gather(2, index) - 1).clamp_min(0)
        weight = share * torch.exp(-DEPTH_SHARPNESS * farther)
        if before is not None:
            weight = weight * _is_behind(frame, before.gather(2, index))
        for k, plane in enumerate(frame.carried(weight)):
            total[:, k : k + 1].scatter_add_(2, index, plane)
    return Landed(total.reshape(batch, channels + 3, *size))


def _is_behind(frame: MovedPieces, before: Tensor) -> Tensor:
    return frame.depth > BEHIND * before
