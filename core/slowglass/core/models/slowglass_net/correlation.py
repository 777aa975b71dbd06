"""How well the pixels of one picture match their neighbourhood in the other, and sampling.

These run on features inside the network, at reduced size, where speed counts more than the exact
copies that `slowglass.core.warp` promises for pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import EllipsisType
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.warp import grid_positions


def sample(values: Tensor, flow: Tensor) -> Tensor:
    """Sample ``values`` (B, C, H, W) bilinearly where ``flow`` (B, 2, H, W) points.

    Edges are repeated. Positions are float32 at least; zero flow is identity up to rounding.
    """
    # Held inside the picture here, since on Apple's GPUs grid_sample repeats edges only from torch
    # 2.13 on (pytorch issue 125098).
    height, width = values.shape[-2:]
    x, y = grid_positions(flow)
    x = x.clamp(0, width - 1) * (2 / max(width - 1, 1)) - 1
    y = y.clamp(0, height - 1) * (2 / max(height - 1, 1)) - 1
    grid = torch.stack([x, y], -1)
    return functional.grid_sample(values.to(grid.dtype), grid, align_corners=True)


def correlate(first: Tensor, second: Tensor, radius: int) -> Tensor:
    """Return the similarity of each pixel to those around the same place in the other picture.

    Args:
        first: (B, C, H, W), of unit length over C.
        second: like ``first``.
        radius: how far to look, in pixels.

    Returns:
        (B, (2 radius + 1)^2, H, W) in -1..1, shifts in row order; 0 outside the picture.
    """
    around = functional.pad(second.float(), (radius,) * 4)
    cost: Tensor = _Correlation.apply(first.float(), around, radius)
    return cost.to(first.dtype)


class _Correlation(torch.autograd.Function):
    """One shift after the other into one result: neither products nor their gradients pile up."""

    @staticmethod
    def forward(context: Any, first: Tensor, around: Tensor, radius: int) -> Tensor:
        """Return the similarities; ``around`` is padded by ``radius``."""
        context.save_for_backward(first, around)
        context.radius = radius
        batch, _, height, width = first.shape
        cost = first.new_empty(batch, (2 * radius + 1) ** 2, height, width)
        product = torch.empty_like(first)
        for index, place in enumerate(_shifts(radius, height, width)):
            torch.mul(first, around[place], out=product)
            torch.sum(product, 1, out=cost[:, index])
        return cost

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None]:
        """Return the gradients of both pictures."""
        first, around = context.saved_tensors
        to_first, to_around = torch.zeros_like(first), torch.zeros_like(around)
        for index, place in enumerate(_shifts(context.radius, *first.shape[-2:])):
            gradient = gradients[0][:, index : index + 1]
            to_first.addcmul_(around[place], gradient)
            to_around[place].addcmul_(first, gradient)
        return to_first, to_around, None


def _shifts(radius: int, height: int, width: int) -> Iterator[tuple[EllipsisType, slice, slice]]:
    """Return where the picture lies in the padded one, for each shift in row order."""
    reach = range(2 * radius + 1)
    for y in reach:
        for x in reach:
            yield ..., slice(y, y + height), slice(x, x + width)
