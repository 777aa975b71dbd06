"""The U-Net that Super SloMo is made of twice."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models.superslomo.tiles import Tile, whole

LEAK = 0.1
"""Slope of the activation below zero."""


@dataclass(frozen=True)
class Widths:
    """Channels at full size and at each halving; all can be read from the shapes of the weights."""

    channels: tuple[int, int, int, int, int, int] = (32, 64, 128, 256, 512, 512)


class Down(nn.Module):
    """Halves the size, then two convolutions."""

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
        self.conv2 = nn.Conv2d(outputs, outputs, kernel, padding=kernel // 2)

    def forward(self, values: Tensor) -> Tensor:
        """Return (B, outputs, H/2, W/2)."""
        return leaky(self.conv2(leaky(self.conv1(functional.avg_pool2d(values, 2)))))


class Up(nn.Module):
    """Doubles the size, then two convolutions; the second sees what was there at this size."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(2 * outputs, outputs, 3, padding=1)

    def forward(self, values: Tensor, before: Tensor, tile: Tile) -> Tensor:
        """Return (B, outputs, 2H, 2W); ``tile`` in pixels of ``values``."""
        values = leaky(self.conv1(double(values, tile)))
        return leaky(self.conv2(torch.cat([values, before], 1)))


class UNet(nn.Module):
    """Five halvings, five doublings, linked at each size.

    Source: Jiang et al., Super SloMo, CVPR 2018, section 3.3 and figure 4. Names and activations
    are those of the checkpoints in circulation: the output is activated too, and the doubling
    lays corner pixels on corner pixels, so that it depends on the size of the whole picture.
    """

    def __init__(self, inputs: int, outputs: int, widths: Widths = Widths()) -> None:
        """Make the layers, with PyTorch's own start values."""
        super().__init__()
        full, half, quarter, eighth, sixteenth, low = widths.channels
        self.conv1 = nn.Conv2d(inputs, full, 7, padding=3)
        self.conv2 = nn.Conv2d(full, full, 7, padding=3)
        self.down1 = Down(full, half, 5)
        self.down2 = Down(half, quarter, 3)
        self.down3 = Down(quarter, eighth, 3)
        self.down4 = Down(eighth, sixteenth, 3)
        self.down5 = Down(sixteenth, low, 3)
        self.up1 = Up(low, sixteenth)
        self.up2 = Up(sixteenth, eighth)
        self.up3 = Up(eighth, quarter)
        self.up4 = Up(quarter, half)
        self.up5 = Up(half, full)
        self.conv3 = nn.Conv2d(full, outputs, 3, padding=1)

    def forward(self, values: Tensor, tile: Tile | None = None) -> Tensor:
        """Return (B, outputs, H, W).

        Args:
            values: (B, inputs, H, W), both sides multiples of 32.
            tile: which part of a larger picture ``values`` are; None: all of it.
        """
        tile = tile or whole(*values.shape[-2:])
        full = leaky(self.conv2(leaky(self.conv1(values))))
        half = self.down1(full)
        quarter = self.down2(half)
        eighth = self.down3(quarter)
        sixteenth = self.down4(eighth)
        values = self.up1(self.down5(sixteenth), sixteenth, tile.smaller(32))
        values = self.up2(values, eighth, tile.smaller(16))
        values = self.up3(values, quarter, tile.smaller(8))
        values = self.up4(values, half, tile.smaller(4))
        values = self.up5(values, full, tile.smaller(2))
        return leaky(self.conv3(values))


def double(values: Tensor, tile: Tile) -> Tensor:
    """Return ``values`` (B, C, h, w) at twice the size, as the whole picture would be doubled."""
    if tile.is_whole:
        return functional.interpolate(values, scale_factor=2, mode="bilinear", align_corners=True)
    values = _double_along(values, 2, tile.rows, tile.height)
    return _double_along(values, 3, tile.columns, tile.width)


def leaky(values: Tensor) -> Tensor:
    """Return the activated values, in the same memory."""
    return functional.leaky_relu(values, LEAK, inplace=True)


def _double_along(values: Tensor, dim: int, seen: slice, length: int) -> Tensor:
    """Double one side; ``seen`` is the part of ``length`` that ``values`` cover."""
    count = seen.stop - seen.start
    new = torch.arange(2 * seen.start, 2 * seen.stop, dtype=torch.float64)
    place = (new * ((length - 1) / (2 * length - 1)) - seen.start).clamp(0, count - 1)
    first = place.long()
    shape = [1] * values.ndim
    shape[dim] = -1
    share = (place - first).to(values).reshape(shape)
    before = values.index_select(dim, first.to(values.device))
    after = values.index_select(dim, (first + 1).clamp_max(count - 1).to(values.device))
    return torch.lerp(before, after, share)
