"""Pushing surfaces to where they are at a time; of several that land together the nearest shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.warp import landings

DEPTH_SHARPNESS = 40.0
"""How fast a surface fades behind the nearest one, with the relative difference of their depths."""

LEAST_SHARE = 0.2
"""A surface that covers less of a pixel hides nothing there; more, and outlines would grow by a
pixel. Where neighbours move apart, the nearest still covers so much."""


@dataclass(frozen=True)
class Surfaces:
    """Pixels of one frame on their way."""

    way: Tensor
    """(B, 2, H, W), pixels."""
    depth: Tensor
    """(B, 1, H, W), above 0."""
    values: Tensor
    """(B, C, H, W), what they carry."""


def splat_nearest(frames: Sequence[Surfaces]) -> list[tuple[Tensor, Tensor]]:
    """Return what lands from each frame where nothing nearer lands from any.

    Returns:
        For each frame the sums of weight x values (B, C, H, W) and of weights (B, 1, H, W).
    """
    batch, _, height, width = frames[0].way.shape
    nearest = frames[0].depth.new_full((batch, 1, height * width), torch.inf)
    for frame in frames:
        depth = frame.depth.reshape(batch, 1, -1)
        for index, share in landings(frame.way):
            reached = torch.where(share > LEAST_SHARE, depth, torch.inf)
            nearest = nearest.scatter_reduce(2, index, reached, "amin")
    return [_sum_visible(frame, nearest) for frame in frames]


def _sum_visible(frame: Surfaces, nearest: Tensor) -> tuple[Tensor, Tensor]:
    """Return the sums of one frame, given the nearest depth (B, 1, H * W) of all."""
    batch, channels, height, width = frame.values.shape
    depth = frame.depth.reshape(batch, 1, -1)
    carried = torch.cat([frame.values, torch.ones_like(frame.depth)], 1)
    carried = carried.reshape(batch, channels + 1, -1)
    total = torch.zeros_like(carried)
    for index, share in landings(frame.way):
        shown = nearest.gather(2, index)
        weight = share * torch.exp(-DEPTH_SHARPNESS * (depth / shown - 1).clamp_min(0))
        total.scatter_add_(2, index.expand(-1, channels + 1, -1), carried * weight)
    total = total.reshape(batch, channels + 1, height, width)
    return total[:, :channels], total[:, channels:]
