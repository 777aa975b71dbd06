"""Planes of a layer: grown, and looked up where a field points."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.models import sample

Sides = tuple[Tensor, Tensor]
"""Of the left and of the right frame, (1, C, H, W) each."""

SOLID = 0.99
"""Coverage from which on a pixel shows one layer alone."""


def grown(plane: Tensor, reach: int) -> Tensor:
    """Return (1, 1, H, W), the largest value within ``reach`` pixels across and down.

    In steps, each of three values that are as far apart as the reach so far lets them be.
    """
    done = 0
    while done < reach:
        step = min(2 * done + 1, reach - done)
        wide = functional.pad(plane, (step,) * 4, value=-torch.inf)
        rows = functional.max_pool2d(wide, (1, 3), 1, 0, (1, step))
        plane = functional.max_pool2d(rows, (3, 1), 1, 0, (step, 1))
        done += step
    return plane


def looked_up(planes: Sequence[Tensor], field: WarpField) -> Tensor:
    """Return (1, K, H, W), what each sample of a field finds in the plane of its side.

    Args:
        planes: of the left and of the right frame, (1, 1, H, W).
        field: of batch 1, at their size.
    """
    found = sample(torch.cat([planes[side] for side in field.sides]), field.flow[0])
    return found.transpose(0, 1)


def mismatch(pictures: Sequence[Tensor], field: WarpField, near: int, far: int) -> Tensor:
    """Return (1, 1, H, W), by how much two samples of a field differ around each pixel.

    Args:
        pictures: left and right, (1, 3, H, W) in 0..1.
        field: of batch 1, at their size.
        near: the sample from the left.
        far: the sample from the right.
    """
    places = near, far
    one, other = sample(
        torch.cat([pictures[field.sides[k]] for k in places]), field.flow[0, places]
    )
    difference = (one - other).abs().mean(0)[None, None]
    return functional.avg_pool2d(difference, 3, 1, 1, count_include_pad=False)
