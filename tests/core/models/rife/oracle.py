"""RIFE evaluated straightforwardly from a table of tensors, apart from the project's own code."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn.functional import (
    conv2d,
    conv_transpose2d,
    grid_sample,
    interpolate,
    leaky_relu,
    pixel_shuffle,
)

State = Mapping[str, Tensor]


def layer(state: State, name: str, x: Tensor, stride: int = 1) -> Tensor:
    return conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"], stride, 1)


def upper(state: State, name: str, x: Tensor) -> Tensor:
    return conv_transpose2d(x, state[f"{name}.weight"], state[f"{name}.bias"], 2, 1)


def encoded(state: State, x: Tensor) -> Tensor:
    x = leaky_relu(layer(state, "encode.cnn0", x, 2), 0.2)
    x = leaky_relu(layer(state, "encode.cnn1", x), 0.2)
    x = leaky_relu(layer(state, "encode.cnn2", x), 0.2)
    return upper(state, "encode.cnn3", x)


def block(state: State, k: int, x: Tensor, flow: Tensor | None, scale: int) -> Tensor:
    x = interpolate(x, scale_factor=1 / scale, mode="bilinear")
    if flow is not None:
        smaller = interpolate(flow, scale_factor=1 / scale, mode="bilinear")
        x = torch.cat([x, smaller / scale], 1)
    x = leaky_relu(layer(state, f"block{k}.conv0.0.0", x, 2), 0.2)
    x = leaky_relu(layer(state, f"block{k}.conv0.1.0", x, 2), 0.2)
    for i in range(8):
        name = f"block{k}.convblock.{i}"
        x = leaky_relu(layer(state, f"{name}.conv", x) * state[f"{name}.beta"] + x, 0.2)
    x = pixel_shuffle(upper(state, f"block{k}.lastconv.0", x), 2)
    return interpolate(x, scale_factor=scale, mode="bilinear")


def warped(x: Tensor, flow: Tensor) -> Tensor:
    height, width = x.shape[-2:]
    across = torch.linspace(-1, 1, width, dtype=x.dtype).expand(height, width)
    down = torch.linspace(-1, 1, height, dtype=x.dtype)[:, None].expand(height, width)
    grid = torch.stack(
        [
            across + flow[:, 0] / ((width - 1) / 2),
            down + flow[:, 1] / ((height - 1) / 2),
        ],
        -1,
    )
    return grid_sample(x, grid, "bilinear", "border", align_corners=True)


def version_4_6(state: State, left: Tensor, right: Tensor, t: float) -> tuple[Tensor, Tensor]:
    """Flows (B, 4, H, W) and the share of left."""
    time = torch.full_like(left[:, :1], t)
    found = block(state, 0, torch.cat([left, right, time], 1), None, 8)
    flow, mask = found[:, :4] * 8, found[:, 4:5]
    for k, scale in ((1, 4), (2, 2), (3, 1)):
        seen = [warped(left, flow[:, :2]), warped(right, flow[:, 2:]), time, mask]
        found = block(state, k, torch.cat(seen, 1), flow, scale)
        flow, mask = flow + found[:, :4] * scale, mask + found[:, 4:5]
    return flow, torch.sigmoid(mask)


def version_4_25(state: State, left: Tensor, right: Tensor, t: float) -> tuple[Tensor, Tensor]:
    """Flows (B, 4, H, W) and the share of left."""
    time = torch.full_like(left[:, :1], t)
    of_left, of_right = encoded(state, left), encoded(state, right)
    found = block(state, 0, torch.cat([left, right, of_left, of_right, time], 1), None, 16)
    flow, mask, carried = found[:, :4] * 16, found[:, 4:5], found[:, 5:]
    for k, scale in ((1, 8), (2, 4), (3, 2), (4, 1)):
        seen = [
            warped(left, flow[:, :2]),
            warped(right, flow[:, 2:]),
            warped(of_left, flow[:, :2]),
            warped(of_right, flow[:, 2:]),
            time,
            mask,
            carried,
        ]
        found = block(state, k, torch.cat(seen, 1), flow, scale)
        flow, mask, carried = flow + found[:, :4] * scale, found[:, 4:5], found[:, 5:]
    return flow, torch.sigmoid(mask)
