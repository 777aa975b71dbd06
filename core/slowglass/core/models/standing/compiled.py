"""What stands, found on a processor by compiled kernels; `drawn` says it in torch."""

from __future__ import annotations

from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core import kernels


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


def _planes(picture: Tensor) -> NDArray[Any]:
    return picture[0].float().contiguous().numpy()


def _mask(found: NDArray[Any]) -> Tensor:
    return torch.from_numpy(found)[None, None]
