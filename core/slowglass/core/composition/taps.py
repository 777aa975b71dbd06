"""The source pixels that a bilinear sample is made of, one by one."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.warp import Border, gather

Cells = tuple[Tensor, Tensor, Tensor, Tensor]
"""Upper left, upper right, lower left and lower right pixels, each (1, C, H, W)."""


def cells(picture: Tensor) -> Cells:
    """Return the four pixels around each point between pixels; the edge is repeated."""
    # Only floats can be padded; their bits are kept.
    padded = functional.pad(picture.view(torch.float32), (0, 1, 0, 1), mode="replicate")
    padded = padded.view(picture.dtype)
    return (
        padded[..., :-1, :-1],
        padded[..., :-1, 1:],
        padded[..., 1:, :-1],
        padded[..., 1:, 1:],
    )


def at_cells(mask: Tensor, x: Tensor, y: Tensor, border: Border) -> Tensor:
    """Return a mask of cells (1, 1, H, W) where samples at x, y (1, h, W) fall, (1, h, W).

    Where nothing lies outside the picture, cells that reach over its edge are True.
    """
    height, width = mask.shape[-2:]
    found = gather(mask, x.floor(), y.floor(), "clamp")[:, 0]
    if border == "zeros":
        found = found | (x < 0) | (y < 0) | (x > width - 1) | (y > height - 1)
    return found


def taps(
    picture: Tensor, x: Tensor, y: Tensor, border: Border
) -> tuple[list[Tensor], list[Tensor]]:
    """Return the four pixels around samples, and how much each counts.

    Args:
        picture: (1, C, H, W), any dtype.
        x: (1, h, w), where to sample.
        y: like ``x``.
        border: what lies outside.

    Returns:
        Four values (1, C, h, w), and their bilinear weights (1, 1, h, w), which sum to 1.
    """
    column, line = x.floor(), y.floor()
    right_part, lower_part = (x - column).unsqueeze(1), (y - line).unsqueeze(1)
    values, weights = [], []
    for down, part_y in ((0, 1 - lower_part), (1, lower_part)):
        for across, part_x in ((0, 1 - right_part), (1, right_part)):
            values.append(gather(picture, column + across, line + down, border))
            weights.append(part_x * part_y)
    return values, weights


def heaviest(values: list[Tensor], weights: list[Tensor]) -> Tensor:
    """Return at each place the value of the greatest weight; the first of equals."""
    result, best = values[0], weights[0]
    for value, weight in zip(values[1:], weights[1:], strict=True):
        result = torch.where(weight > best, value, result)
        best = torch.maximum(best, weight)
    return result
