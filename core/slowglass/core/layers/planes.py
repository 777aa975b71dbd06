"""Planes of a layer: grown, and looked up where a field points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from slowglass.core import kernels
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
    if field.flow.device.type == "cpu":
        found = kernels.look_up(
            array(torch.cat(list(planes))[:, 0]), field.sides, array(field.flow[0])
        )
        return torch.from_numpy(found)[None]
    found = sample(torch.cat([planes[side] for side in field.sides]), field.flow[0])
    return found.transpose(0, 1)


def mismatches(pictures: Sides, field: WarpField) -> list[Tensor]:
    """Return (1, 1, H, W) for each pair of a field, by how much its samples differ around a pixel.

    Args:
        pictures: left and right, (1, 3, H, W) in 0..1.
        field: of batch 1, at their size.
    """
    if field.flow.device.type == "cpu":
        planes, flow = [array(picture[0]) for picture in pictures], array(field.flow[0])
        found = [kernels.mismatch(*planes, *flow[list(pair)]) for pair in field.pairs()]
        return [torch.from_numpy(one)[None, None] for one in found]
    return mismatches_by_torch(pictures, field)


def mismatches_by_torch(pictures: Sides, field: WarpField) -> list[Tensor]:
    """Do the same in torch, on any device."""
    made = []
    for pair in field.pairs():
        one, other = sample(torch.cat(pictures), field.flow[0, pair])
        difference = (one - other).abs().mean(0)[None, None]
        made.append(functional.avg_pool2d(difference, 3, 1, 1, count_include_pad=False))
    return made


def array(planes: Tensor) -> NDArray[np.float32]:
    """Return planes on a processor as the kernels read them, side by side in memory."""
    return np.asarray(planes.float().contiguous().numpy())
