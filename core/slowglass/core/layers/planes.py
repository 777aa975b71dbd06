"""Planes of a layer: grown, and looked up where a field points."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.warp import backward_warp

Sides = tuple[Tensor, Tensor]
"""Of the left and of the right frame, (1, C, H, W) each."""

SOLID = 0.99
"""Coverage from which on a pixel shows one layer alone."""


def grown(plane: Tensor, reach: int) -> Tensor:
    """Return (1, 1, H, W), the largest value within ``reach`` pixels across and down."""
    side = 2 * reach + 1
    rows = functional.max_pool2d(plane, (1, side), 1, (0, reach))
    return functional.max_pool2d(rows, (side, 1), 1, (reach, 0))


def looked_up(planes: Sequence[Tensor], field: WarpField) -> Tensor:
    """Return (1, K, H, W), what each sample of a field finds in the plane of its side.

    Args:
        planes: of the left and of the right frame, (1, 1, H, W).
        field: of batch 1, at their size.
    """
    taken = [backward_warp(planes[side], field.flow[:, k]) for k, side in enumerate(field.sides)]
    return torch.cat(taken, 1)


def mismatch(pictures: Sequence[Tensor], field: WarpField, near: int, far: int) -> Tensor:
    """Return (1, 1, H, W), by how much two samples of a field differ around each pixel.

    Args:
        pictures: left and right, (1, 3, H, W) in 0..1.
        field: of batch 1, at their size.
        near: the sample from the left.
        far: the sample from the right.
    """
    one, other = (backward_warp(pictures[field.sides[k]], field.flow[:, k]) for k in (near, far))
    difference = (one - other).abs().mean(1, keepdim=True)
    return functional.avg_pool2d(difference, 3, 1, 1, count_include_pad=False)
