"""What stands, found on a processor by compiled kernels; `drawn` says it in torch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import WarpField


def alike_pixels(left: Tensor, right: Tensor, tolerance: float) -> Tensor:
    """Return (1, 1, H, W) bool, where no channel of (1, 3, H, W) differs by more."""
    return _mask(kernels.alike_pixels(_planes(left), _planes(right), tolerance))


def steady_edges(
    left: Tensor, right: Tensor, alike: Tensor, edge: float, same_way: float
) -> Tensor:
    """Return what `drawn.steady_edges_by_torch` does."""
    planes = _planes(left), _planes(right)
    return _mask(kernels.steady_edges(*planes, alike[0, 0].numpy(), edge, same_way))


def grow_within(found: Tensor, kept: Tensor, steps: int) -> Tensor:
    """Return what `drawn.grow_within_by_torch` does."""
    return _mask(kernels.grow_within(found[0, 0].numpy(), kept[0, 0].numpy(), steps))


def settle(
    mask: Tensor, around: Tensor, field: WarpField, weights: tuple[Tensor, Tensor], fewest: float
) -> WarpField:
    """Return what `find.Standing.settle` does of a field no larger than the frame.

    Args:
        mask: (1, 1, H, W) bool, what stands.
        around: the same and what touches it.
        field: of batch 1.
        weights: (K,) each, where something stands, and where all samples come from what does.
        fewest: sum of weights up to which nothing is left.
    """
    planes = field.flow[0].float().contiguous().numpy(), field.weight[0].float().numpy()
    samples = field.sides, planes[0], np.ascontiguousarray(planes[1])
    kept, in_place = (weight.float().numpy() for weight in weights)
    stands = mask[0, 0].numpy(), around[0, 0].numpy()
    flow, weight = kernels.settle(*stands, samples, kept, in_place, fewest)
    return replace(field, flow=torch.from_numpy(flow)[None], weight=torch.from_numpy(weight)[None])


def _planes(picture: Tensor) -> NDArray[Any]:
    return picture[0].float().contiguous().numpy()


def _mask(found: NDArray[Any]) -> Tensor:
    return torch.from_numpy(found)[None, None]
