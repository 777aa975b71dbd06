"""How well the pixels of one picture match their neighbourhood in the other, and sampling.

These run on features inside the network, at reduced size, where speed counts more than the exact
copies that `slowglass.core.warp` promises for pictures.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.warp import grid_positions


def sample(values: Tensor, flow: Tensor) -> Tensor:
    """Sample ``values`` (B, C, H, W) bilinearly where ``flow`` (B, 2, H, W) points.

    Edges are repeated. Positions are float32 at least; zero flow is identity up to rounding.
    """
    height, width = values.shape[-2:]
    x, y = grid_positions(flow)
    x = x * (2 / max(width - 1, 1)) - 1
    y = y * (2 / max(height - 1, 1)) - 1
    grid = torch.stack([x, y], -1)
    return functional.grid_sample(
        values.to(grid.dtype), grid, padding_mode="border", align_corners=True
    )


def correlate(first: Tensor, second: Tensor, radius: int) -> Tensor:
    """Return the similarity of each pixel to those around the same place in the other picture.

    Args:
        first: (B, C, H, W), of unit length over C.
        second: like ``first``.
        radius: how far to look, in pixels.

    Returns:
        (B, (2 radius + 1)^2, H, W) in -1..1, shifts in row order; 0 outside the picture.
    """
    height, width = first.shape[-2:]
    around = functional.pad(second, (radius,) * 4)
    reach = range(2 * radius + 1)
    return torch.stack(
        [(first * around[..., y : y + height, x : x + width]).sum(1) for y in reach for x in reach],
        1,
    )
