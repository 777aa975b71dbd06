"""The network of RIFE 4.6, and that of 4.25 and 4.26.

Blocks estimate, from coarse to fine, the flow from the frame at t into both neighbours and how much
each counts; every block sees the neighbours as the flow so far brings them to t. The paper
(Huang et al., "Real-Time Intermediate Flow Estimation for Video Frame Interpolation", ECCV 2022)
describes the idea; these versions are known from their author's public code alone, whose order of
operations and names of weights this follows.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.warp import backward_warp

LEAK = 0.2
"""Slope of every activation below zero."""

BLOCK_STRIDE = 4
"""What a block works at of the size that it sees: two convolutions of stride 2."""

RESIDUAL_LAYERS = 8
PICTURES = 6
FLOWS = 4
FEATURE_WIDTH = 16


@dataclass(frozen=True)
class Family:
    """What distinguishes families of versions. Scales cannot be told from the weights."""

    widths: tuple[int, ...]
    """Of the blocks, the coarsest first."""
    scales: tuple[int, ...]
    """By how much each block sees the pictures smaller."""
    features: int = 0
    """Channels that an encoder finds in each frame; 0: there is none."""
    carried: int = 0
    """Channels that a block hands to the next beside flow and mask."""
    unused: int = 0
    """Outputs of a block that nobody reads."""
    adds_mask: bool = False
    """Whether the mask of a block is added to the one before, or replaces it."""

    @property
    def multiple_of(self) -> int:
        """What both sides of the pictures must be multiples of."""
        return self.scales[0] * BLOCK_STRIDE

    @property
    def outputs(self) -> int:
        """Channels that a block gives."""
        return FLOWS + 1 + self.carried + self.unused


FAMILY_4_6 = Family((192, 128, 96, 64), (8, 4, 2, 1), unused=1, adds_mask=True)
FAMILY_4_25 = Family((192, 128, 96, 64, 32), (16, 8, 4, 2, 1), features=4, carried=8)


class Residual(nn.Module):
    """A convolution whose result, scaled for each channel, is added to what it saw."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)
        self.beta = nn.Parameter(torch.ones(1, width, 1, 1))

    def forward(self, values: Tensor) -> Tensor:
        """Return a tensor of the same shape."""
        return leaky(self.conv(values) * self.beta + values)


class Block(nn.Module):
    """Corrects flow and mask at one scale."""

    def __init__(self, inputs: int, width: int, outputs: int) -> None:
        super().__init__()
        self.conv0 = nn.Sequential(_halving(inputs, width // 2), _halving(width // 2, width))
        self.convblock = nn.Sequential(*(Residual(width) for _ in range(RESIDUAL_LAYERS)))
        self.lastconv = nn.Sequential(
            nn.ConvTranspose2d(width, 4 * outputs, 4, stride=2, padding=1), nn.PixelShuffle(2)
        )

    def forward(self, seen: Tensor, flow: Tensor | None, scale: int) -> Tensor:
        """Return (B, outputs, H, W) float32; flow first, in pixels of ``seen``.

        Args:
            seen: (B, inputs, H, W), without the flow.
            flow: (B, 4, H, W) float32 so far, pixels, into left and right; None at first.
            scale: by how much to see all of it smaller.
        """
        parts = [resized(seen, 1 / scale)]
        if flow is not None:
            parts.append(resized(flow, 1 / scale) / scale)
        values = torch.cat(parts, 1).to(weight_type(self))
        found = self.lastconv(self.convblock(self.conv0(values)))
        # Positions in pixels from here on: half precision has none but whole ones beyond 1,024.
        found = resized(found.to(torch.promote_types(found.dtype, torch.float32)), scale)
        return torch.cat([found[:, :FLOWS] * scale, found[:, FLOWS:]], 1)


class Encoder(nn.Module):
    """Finds features of a frame, whatever the time."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.cnn0 = nn.Conv2d(3, FEATURE_WIDTH, 3, stride=2, padding=1)
        self.cnn1 = nn.Conv2d(FEATURE_WIDTH, FEATURE_WIDTH, 3, padding=1)
        self.cnn2 = nn.Conv2d(FEATURE_WIDTH, FEATURE_WIDTH, 3, padding=1)
        self.cnn3 = nn.ConvTranspose2d(FEATURE_WIDTH, features, 4, stride=2, padding=1)

    def forward(self, picture: Tensor) -> Tensor:
        """Return (B, features, H, W) of a picture (B, 3, H, W)."""
        values = picture.to(weight_type(self))
        for layer in (self.cnn0, self.cnn1, self.cnn2):
            values = leaky(layer(values))
        features: Tensor = self.cnn3(values)
        return features


class RifeNetwork(nn.Module):
    """All blocks of a family. Weights may be half; flows and masks are float32 at least."""

    def __init__(self, family: Family) -> None:
        """Make a network with PyTorch's own start values."""
        super().__init__()
        self.family = family
        if family.features:
            self.encode = Encoder(family.features)
        seen = PICTURES + 2 * family.features + 1
        later = seen + 1 + family.carried + FLOWS
        for k, width in enumerate(family.widths):
            self.add_module(f"block{k}", Block(later if k else seen, width, family.outputs))

    def prepared(self, picture: Tensor) -> Tensor:
        """Return (B, 3 + features, H, W): a picture with what does not depend on the time."""
        if not self.family.features:
            return picture
        return torch.cat([picture, self.encode(picture).to(picture.dtype)], 1)

    def between(self, left: Tensor, right: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        """Return flows (B, 4, H, W), into left then right, and the share of left (B, 1, H, W).

        Args:
            left: (B, 3 + features, H, W) as `prepared` gives it.
            right: like ``left``.
            t: (B,), 0 = left, 1 = right.
        """
        time = t[:, None, None, None].expand(-1, 1, *left.shape[-2:]).to(left.dtype)
        seen = [*_sorted(left, right), time]
        flow = mask = None
        for k, scale in enumerate(self.family.scales):
            found = self.get_submodule(f"block{k}")(torch.cat(seen, 1), flow, scale)
            change, new_mask = found[:, :FLOWS], found[:, FLOWS : FLOWS + 1]
            flow = change if flow is None else flow + change
            mask = new_mask if mask is None or not self.family.adds_mask else mask + new_mask
            if k == len(self.family.scales) - 1:
                break
            warped = _sorted(backward_warp(left, flow[:, :2]), backward_warp(right, flow[:, 2:]))
            carried = found[:, FLOWS + 1 : FLOWS + 1 + self.family.carried]
            seen = [*warped, time, mask.to(left.dtype), carried.to(left.dtype)]
        assert flow is not None and mask is not None  # a family has blocks
        return flow, torch.sigmoid(mask)


def weight_type(module: nn.Module) -> torch.dtype:
    """Return the type that the weights of a module have."""
    return next(module.parameters()).dtype


def leaky(values: Tensor) -> Tensor:
    """Return the activated values."""
    return functional.leaky_relu(values, LEAK)


def resized(values: Tensor, factor: float) -> Tensor:
    """Return ``values`` (B, C, H, W) enlarged by ``factor``, bilinear between pixel centres."""
    if factor == 1:
        return values
    return functional.interpolate(values, scale_factor=factor, mode="bilinear", align_corners=False)


def _halving(inputs: int, outputs: int) -> nn.Sequential:
    """Return a convolution that halves both sides, activated."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride=2, padding=1), nn.LeakyReLU(LEAK))


def _sorted(left: Tensor, right: Tensor) -> list[Tensor]:
    """Return the pictures of both sides, then the features of both."""
    return [left[:, :3], right[:, :3], left[:, 3:], right[:, 3:]]
