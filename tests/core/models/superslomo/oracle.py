"""Super SloMo evaluated straight from its equations, sharing no code with the engine."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

MEAN = (0.429, 0.431, 0.397)

State = Mapping[str, Tensor]


def random_state(
    inputs: int, outputs: int, seed: int, widths: tuple[int, ...]
) -> dict[str, Tensor]:
    """Return random float64 weights of one U-Net, named and laid out as the public port does."""
    dice = torch.Generator().manual_seed(seed)
    state: dict[str, Tensor] = {}

    def layer(name: str, before: int, after: int, kernel: int) -> None:
        size = (after, before, kernel, kernel)
        scale = (2 / (before * kernel**2)) ** 0.5
        weight = torch.randn(size, generator=dice, dtype=torch.float64) * scale
        state[f"{name}.weight"] = weight
        state[f"{name}.bias"] = torch.randn(after, generator=dice, dtype=torch.float64) * 0.1

    layer("conv1", inputs, widths[0], 7)
    layer("conv2", widths[0], widths[0], 7)
    for k in range(1, 6):
        kernel = 5 if k == 1 else 3
        layer(f"down{k}.conv1", widths[k - 1], widths[k], kernel)
        layer(f"down{k}.conv2", widths[k], widths[k], kernel)
    for k in range(1, 6):
        layer(f"up{k}.conv1", widths[6 - k], widths[5 - k], 3)
        layer(f"up{k}.conv2", 2 * widths[5 - k], widths[5 - k], 3)
    layer("conv3", widths[0], outputs, 3)
    return state


def u_net(state: State, picture: Tensor) -> Tensor:
    """Return what a U-Net of these weights answers."""

    def conv(name: str, values: Tensor) -> Tensor:
        weight = state[f"{name}.weight"]
        same = weight.shape[-1] // 2
        made = functional.conv2d(values, weight, state[f"{name}.bias"], padding=same)
        return torch.where(made > 0, made, 0.1 * made)

    levels = [conv("conv2", conv("conv1", picture))]
    for k in range(1, 6):
        smaller = functional.avg_pool2d(levels[-1], 2)
        levels.append(conv(f"down{k}.conv2", conv(f"down{k}.conv1", smaller)))
    values = levels.pop()
    for k in range(1, 6):
        rows, columns = (corner_aligned(n).to(values) for n in values.shape[-2:])
        larger = rows @ values @ columns.T
        values = conv(f"up{k}.conv2", torch.cat([conv(f"up{k}.conv1", larger), levels.pop()], 1))
    return conv("conv3", values)


def corner_aligned(count: int) -> Tensor:
    """Return the matrix that doubles ``count`` samples linearly, first and last on their like."""
    matrix = torch.zeros(2 * count, count, dtype=torch.float64)
    for new in range(2 * count):
        place = new * (count - 1) / (2 * count - 1)
        first = int(place)
        matrix[new, first] += 1 - (place - first)
        if place > first:
            matrix[new, first + 1] += place - first
    return matrix


def port_warp(picture: Tensor, flow: Tensor) -> Tensor:
    """Sample as the port does: positions times (size - 1) / size, zeros outside."""
    height, width = picture.shape[-2:]
    y, x = torch.meshgrid(
        torch.arange(height).to(flow), torch.arange(width).to(flow), indexing="ij"
    )
    x = (x + flow[:, 0]) * (width - 1) / width
    y = (y + flow[:, 1]) * (height - 1) / height
    total = torch.zeros_like(picture)
    for step_y in (0, 1):
        for step_x in (0, 1):
            column, row = x.floor() + step_x, y.floor() + step_y
            share = (1 - (x - column).abs()) * (1 - (y - row).abs())
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            for item in range(len(picture)):
                taken = picture[
                    item,
                    :,
                    row[item].clamp(0, height - 1).long(),
                    column[item].clamp(0, width - 1).long(),
                ]
                total[item] += taken * (share * inside)[item]
    return total


def port_frame(
    flow_state: State, time_state: State, left: Tensor, right: Tensor, t: float
) -> Tensor:
    """Return the frame at ``t``, (1, 3, H, W), from RGB in 0..1."""
    mean = torch.tensor(MEAN, dtype=torch.float64).to(left)[None, :, None, None]
    i0, i1 = left - mean, right - mean
    flows = u_net(flow_state, torch.cat([i0, i1], 1))
    f01, f10 = flows[:, :2], flows[:, 2:]
    ft0 = -(1 - t) * t * f01 + t * t * f10
    ft1 = (1 - t) * (1 - t) * f01 - t * (1 - t) * f10
    seen = torch.cat([i0, i1, f01, f10, ft1, ft0, port_warp(i1, ft1), port_warp(i0, ft0)], 1)
    answer = u_net(time_state, seen)
    v0 = 1 / (1 + torch.exp(-answer[:, 4:]))
    v1 = 1 - v0
    g0 = port_warp(i0, ft0 + answer[:, 0:2])
    g1 = port_warp(i1, ft1 + answer[:, 2:4])
    return ((1 - t) * v0 * g0 + t * v1 * g1) / ((1 - t) * v0 + t * v1) + mean
