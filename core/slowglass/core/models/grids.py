"""Sampling and growing grids inside models, where speed counts more than exact copies.

What a frame is made of is taken by `slowglass.core.warp`, which promises those.
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
    # Held inside the picture here, since on Apple's GPUs grid_sample repeats edges only from torch
    # 2.13 on (pytorch issue 125098).
    height, width = values.shape[-2:]
    x, y = grid_positions(flow)
    x = x.clamp(0, width - 1) * (2 / max(width - 1, 1)) - 1
    y = y.clamp(0, height - 1) * (2 / max(height - 1, 1)) - 1
    grid = torch.stack([x, y], -1)
    return functional.grid_sample(values.to(grid.dtype), grid, align_corners=True)


def grow(values: Tensor, height: int, width: int) -> Tensor:
    """Return ``values`` at twice the size, cut to (height, width)."""
    doubled = functional.interpolate(values, scale_factor=2, mode="bilinear", align_corners=False)
    return doubled[..., :height, :width]
