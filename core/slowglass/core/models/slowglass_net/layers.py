"""Layers that the network is made of."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models.grids import grow

LEAK = 0.1
"""Slope of the activation below zero."""


def conv(inputs: int, outputs: int, *, halve: bool = False) -> nn.Sequential:
    """Return a 3x3 convolution with its activation, or a 4x4 one that halves the size.

    Four wide, the halving keeps its samples in the middle between the pixels that it joins, as
    the halving of the picture does, so that features of all levels lie on one grid.
    """
    layer = nn.Conv2d(inputs, outputs, 4, 2, 1) if halve else nn.Conv2d(inputs, outputs, 3, 1, 1)
    return nn.Sequential(layer, nn.LeakyReLU(LEAK))


class SwapConv(nn.Module):
    """A 3x3 convolution that does not know left from right.

    The first half of its channels belongs to the left frame, the second to the right. Swapping
    the halves of the input swaps the halves of the output: one kernel sees (own, other) from both
    sides. It costs what a plain convolution costs and has half its parameters.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        """Make the kernel of one side; ``inputs`` and ``outputs`` count both sides."""
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.empty(outputs // 2, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs // 2))
        nn.init.kaiming_normal_(self.weight, a=LEAK)

    def forward(self, values: Tensor) -> Tensor:
        """Return (B, outputs, h, w), left half and right half."""
        swapped = self.weight.roll(self.weight.shape[1] // 2, 1)
        kernel, bias = torch.cat([self.weight, swapped]), self.bias.repeat(2)
        return functional.conv2d(values, kernel, bias, self.stride, 1)


def grow_flow(flow: Tensor, height: int, width: int) -> Tensor:
    """Return a flow at a quarter of the size, in its own pixels, for a picture of full size."""
    return grow(grow(flow, height // 2, width // 2), height, width) * 4


def mean_around(values: Tensor) -> Tensor:
    """Return the mean over 3 x 3 samples, of fewer at the edges."""
    return functional.avg_pool2d(values, 3, 1, 1, count_include_pad=False)


def halve(picture: Tensor, multiple: int) -> Tensor:
    """Return ``picture`` at half size, its edges repeated up to a multiple of ``multiple``."""
    return pad_to_multiple(functional.avg_pool2d(picture, 2), multiple)


def pad_to_multiple(picture: Tensor, multiple: int) -> Tensor:
    """Return ``picture`` with its right and lower edges repeated up to a multiple."""
    height, width = picture.shape[-2:]
    right, below = -width % multiple, -height % multiple
    return functional.pad(picture, (0, right, 0, below), mode="replicate")
