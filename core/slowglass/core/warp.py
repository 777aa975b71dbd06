"""Sampling pictures where a flow points.

Convention everywhere: flows are in pixels of their own resolution, channel 0 to the right, channel
1 down, from the output grid into the sampled picture, between pixel centres; zero flow is identity,
bit for bit. Coordinates are float32 at least, whatever the pictures are.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.errors import ShapeError

Border = Literal["clamp", "zeros"]


def backward_warp(image: Tensor, flow: Tensor, border: Border = "clamp", row: int = 0) -> Tensor:
    """Sample ``image`` bilinearly where ``flow`` points.

    The four neighbours are gathered and mixed step by step: `torch.lerp` is exact at both ends and
    for equal values, so whole-pixel flows copy values exactly. The result does not depend on how a
    frame is cut into strips of rows.

    Args:
        image: (B, C, H, W), floating point.
        flow: (B, 2, h, W), pixels, from rows ``row`` to ``row + h`` of the grid to ``image``.
        border: outside the picture repeat its edge, or take zeros.
        row: first row of the grid that ``flow`` covers.

    Returns:
        (B, C, h, W), dtype and device of ``image``.

    Raises:
        ShapeError: the sizes do not fit together.
    """
    if flow.ndim != 4 or flow.shape[1] != 2 or flow.shape[0] != image.shape[0]:
        raise ShapeError(f"expected a flow (B, 2, h, W) for {tuple(image.shape)}, got {flow.shape}")
    x, y = grid_positions(flow, row)
    left, top = x.floor(), y.floor()
    right_part = (x - left).to(image.dtype).unsqueeze(1)
    lower_part = (y - top).to(image.dtype).unsqueeze(1)
    upper = torch.lerp(
        gather(image, left, top, border), gather(image, left + 1, top, border), right_part
    )
    lower = torch.lerp(
        gather(image, left, top + 1, border), gather(image, left + 1, top + 1, border), right_part
    )
    return torch.lerp(upper, lower, lower_part)


def nearest_warp(image: Tensor, flow: Tensor, border: Border = "clamp", row: int = 0) -> Tensor:
    """Take the pixel nearest to where ``flow`` points; values are never mixed.

    Args:
        image: (B, C, H, W), any dtype.
        flow: as in `backward_warp`.
        border: as in `backward_warp`.
        row: as in `backward_warp`.

    Returns:
        (B, C, h, W), dtype and device of ``image``.
    """
    x, y = grid_positions(flow, row)
    return gather(image, (x + 0.5).floor(), (y + 0.5).floor(), border)


def grid_positions(flow: Tensor, row: int = 0) -> tuple[Tensor, Tensor]:
    """Return the positions (B, h, W) that ``flow`` points at, x and y, float32 at least."""
    flow = flow if flow.dtype == torch.float64 else flow.float()
    height, width = flow.shape[-2:]
    columns = torch.arange(width, device=flow.device, dtype=flow.dtype)
    rows = torch.arange(row, row + height, device=flow.device, dtype=flow.dtype)
    return flow[:, 0] + columns, flow[:, 1] + rows[:, None]


def gather(image: Tensor, x: Tensor, y: Tensor, border: Border) -> Tensor:
    """Take pixels of ``image`` (B, C, H, W) at whole positions (B, h, w); any dtype."""
    batch, channels, height, width = image.shape
    inside_x, inside_y = x.clamp(0, width - 1), y.clamp(0, height - 1)
    index = (inside_y.long() * width + inside_x.long()).reshape(batch, 1, -1)
    taken = image.reshape(batch, channels, -1).gather(2, index.expand(-1, channels, -1))
    taken = taken.reshape(batch, channels, *x.shape[-2:])
    if border == "zeros":
        outside = (x != inside_x) | (y != inside_y)
        taken = taken.masked_fill(outside.unsqueeze(1), 0)
    return taken


def resize_flow(flow: Tensor, height: int, width: int) -> Tensor:
    """Return ``flow`` (..., 2, h, w) at another resolution, its pixels scaled along.

    Bilinear between pixel centres; the same size gives the same tensor.
    """
    old_height, old_width = flow.shape[-2:]
    if (old_height, old_width) == (height, width):
        return flow
    resized = resize_plane(flow.reshape(-1, 2, old_height, old_width), height, width)
    scale = torch.tensor([width / old_width, height / old_height], device=flow.device)
    resized = resized * scale.to(flow.dtype)[:, None, None]
    return resized.reshape(*flow.shape[:-2], height, width)


def resize_plane(plane: Tensor, height: int, width: int) -> Tensor:
    """Return (B, C, h, w) at another size: averaged when smaller, bilinear when larger."""
    if plane.shape[-2:] == (height, width):
        return plane
    smaller = height < plane.shape[-2] or width < plane.shape[-1]
    return functional.interpolate(
        plane, size=(height, width), mode="bilinear", align_corners=False, antialias=smaller
    )


def forward_splat(values: Tensor, flow: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Push ``values`` along ``flow`` and sum them where they land, bilinearly.

    Args:
        values: (B, C, H, W).
        flow: (B, 2, H, W), pixels, from this grid to the target grid.
        weight: (B, 1, H, W), how much each pixel counts where several land together.

    Returns:
        The sum of weight x values (B, C, H, W) and the sum of weights (B, 1, H, W).
    """
    batch, channels, height, width = values.shape
    x, y = grid_positions(flow)
    left, top = x.floor(), y.floor()
    right_part, lower_part = x - left, y - top
    source = torch.cat([values * weight, weight], 1).reshape(batch, channels + 1, -1)
    target = torch.zeros_like(source)
    for step_x, part_x in ((0, 1 - right_part), (1, right_part)):
        for step_y, part_y in ((0, 1 - lower_part), (1, lower_part)):
            column, line = left + step_x, top + step_y
            inside = (column >= 0) & (column < width) & (line >= 0) & (line < height)
            column, line = column.clamp(0, width - 1), line.clamp(0, height - 1)
            index = (line.long() * width + column.long()).reshape(batch, 1, -1)
            share = (part_x * part_y * inside).to(values.dtype).reshape(batch, 1, -1)
            target.scatter_add_(2, index.expand(-1, channels + 1, -1), source * share)
    target = target.reshape(batch, channels + 1, height, width)
    return target[:, :channels], target[:, channels:]
