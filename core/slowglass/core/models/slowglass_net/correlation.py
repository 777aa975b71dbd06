"""How well the pixels of one picture match their neighbourhood in the other."""

from __future__ import annotations

from collections.abc import Iterator
from types import EllipsisType
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


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
