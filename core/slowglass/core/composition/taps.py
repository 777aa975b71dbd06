"""The source pixels that a bilinear sample is made of, one by one."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from slowglass.core.models.interface import LEFT, WarpField
from slowglass.core.warp import gather, grid_positions

TAPS_PER_SAMPLE = 4


def sample_taps(
    left: Tensor, right: Tensor, field: WarpField, top: int, bottom: int
) -> Iterator[tuple[Tensor, list[Tensor], list[Tensor]]]:
    """Go through the samples of a field in rows ``top`` to ``bottom``.

    Args:
        left: (1, C, H, W), any dtype.
        right: like ``left``.
        field: of the same size.
        top: first row.
        bottom: row behind the last.

    Yields:
        For each sample its weight (B, 1, h, W), the values of its four pixels (B, C, h, W) and
        their bilinear weights (B, 1, h, W), summing to 1.
    """
    batch = field.flow.shape[0]
    for k, side in enumerate(field.sides):
        picture = (left if side == LEFT else right).expand(batch, -1, -1, -1)
        x, y = grid_positions(field.flow[:, k, :, top:bottom], top)
        column, line = x.floor(), y.floor()
        right_part, lower_part = (x - column).unsqueeze(1), (y - line).unsqueeze(1)
        values, weights = [], []
        for down, part_y in ((0, 1 - lower_part), (1, lower_part)):
            for across, part_x in ((0, 1 - right_part), (1, right_part)):
                values.append(gather(picture, column + across, line + down, field.border))
                weights.append(part_x * part_y)
        yield field.weight[:, k : k + 1, top:bottom], values, weights


def heaviest(values: list[Tensor], weights: list[Tensor]) -> Tensor:
    """Return at each place the value of the greatest weight; the first of equals."""
    result, best = values[0], weights[0]
    for value, weight in zip(values[1:], weights[1:], strict=True):
        result = torch.where(weight > best, value, result)
        best = torch.maximum(best, weight)
    return result
