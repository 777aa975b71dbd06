"""Motion of a pair: coarse to fine, in both directions at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models.grids import grow, sample
from slowglass.core.models.network_model import initialise
from slowglass.core.models.slowglass_net.correlation import correlate
from slowglass.core.models.slowglass_net.layers import LEAK, conv, halve
from slowglass.core.models.slowglass_net.spec import STRIDE

COARSEST_SIDE = 16
"""Shorter side in pixels below which the picture is not halved any further."""

FLOW_UNIT = 8.0
"""Flows are divided by this where the network reads them."""

FEATURE_EPSILON = 1e-3
"""Keeps features of a flat area from being blown up to unit length."""


@dataclass(frozen=True)
class Sizes:
    """Widths of the layers; all can be read from the shapes of the weights."""

    quarter: int = 32
    """Feature channels at a quarter of the size."""
    eighth: int = 64
    """Feature channels at an eighth."""
    match: int = 32
    """Channels that are compared."""
    radius: int = 3
    """How far a level looks around, in its own samples."""
    width: int = 96
    """Channels of the estimator."""
    fine_width: int = 48
    """Channels of the last step, at a quarter of the size."""
    fine_radius: int = 2
    """How far the last step looks around."""
    hidden: int = 32
    """Channels handed from level to level."""
    context: int = 8
    """Channels that travel with the motion to the new frame."""
    head: int = 32
    """Channels of the head at half size, both sides together."""


@dataclass(frozen=True)
class PairMotion:
    """Motion at a quarter of the size; the batch is first all left, then all right frames."""

    flow: Tensor
    """(2B, 2, h, w) from the own frame to the other, in pixels of this size."""
    importance: Tensor
    """(2B, 1, h, w) above 0: who wins where several pixels land together."""
    context: Tensor
    """(2B, context, h, w) in -1..1, what the head is told about each pixel."""
    coarser: tuple[Tensor, ...]
    """Flows of the levels before, coarse to fine, each in its own pixels; for training."""


def level_count(height: int, width: int) -> int:
    """Return the number of pyramid levels for a picture of this size."""
    return 1 + max(0, int(math.log2(max(1, min(height, width) / COARSEST_SIDE))))


class Encoder(nn.Module):
    """Features of a picture at a quarter and an eighth of its size, the same at every level."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        first = sizes.quarter // 2
        self.to_quarter = nn.Sequential(
            conv(3, first, halve=True),
            conv(first, sizes.quarter, halve=True),
            conv(sizes.quarter, sizes.quarter),
        )
        self.to_eighth = nn.Sequential(
            conv(sizes.quarter, sizes.eighth, halve=True), conv(sizes.eighth, sizes.eighth)
        )

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Return the features at a quarter and at an eighth of the size."""
        quarter = self.to_quarter(picture)
        return quarter, self.to_eighth(quarter)


class FlowStep(nn.Module):
    """Looks around where the flow so far points, and improves it."""

    def __init__(
        self, feature: int, match: int, radius: int, width: int, hidden: int, extra: int
    ) -> None:
        super().__init__()
        self.radius = radius
        self.match = nn.Conv2d(feature, match, 1)
        self.body = nn.Sequential(
            conv(feature + (2 * radius + 1) ** 2 + 2 + hidden, width),
            conv(width, width),
            conv(width, width * 2 // 3),
        )
        self.out = nn.Conv2d(width * 2 // 3, 2 + extra, 3, 1, 1)

    def forward(self, feature: Tensor, flow: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Return the better flow and the other outputs, for (left, right) halves of the batch."""
        match = unit_length(self.match(feature))
        other = sample(match.roll(len(match) // 2, 0), flow)
        cost = correlate(match, other.to(match.dtype), self.radius)
        flow_in = (flow / FLOW_UNIT).to(feature.dtype)
        result = self.out(self.body(torch.cat([feature, cost, flow_in, hidden], 1)))
        return flow + result[:, :2].float(), result[:, 2:]


class PairFlow(nn.Module):
    """The part of the network that runs once for a pair."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.hidden = sizes.hidden
        self.encoder = Encoder(sizes)
        self.level = FlowStep(
            sizes.eighth, sizes.match, sizes.radius, sizes.width, sizes.hidden, sizes.hidden
        )
        self.finest = FlowStep(
            sizes.quarter,
            sizes.match,
            sizes.fine_radius,
            sizes.fine_width,
            sizes.hidden,
            1 + sizes.context,
        )
        initialise(self, LEAK)
        for step in (self.level, self.finest):
            step.out.weight.data.mul_(0.1)

    def forward(self, pictures: Tensor, levels: int) -> PairMotion:
        """Return the motion between the halves of the batch, each seen from its own frame.

        Args:
            pictures: (2B, 3, H, W), centred around 0; sides are multiples of 8.
            levels: how many times the estimator runs, coarse to fine.
        """
        quarter, eighth = self.encoder(pictures)
        features = [eighth]
        for _ in range(levels - 1):
            pictures = halve(pictures, STRIDE)
            features.append(self.encoder(pictures)[1])
        batch, _, height, width = features[-1].shape
        flow = pictures.new_zeros(batch, 2, height, width, dtype=torch.float32)
        hidden = features[-1].new_zeros(batch, self.hidden, height, width)
        flows: list[Tensor] = []
        for feature in features[::-1]:
            if flows:
                size = feature.shape[-2:]
                flow, hidden = grow(flow, *size) * 2, grow(hidden, *size)
            flow, hidden = self.level(feature, flow, hidden)
            hidden = hidden.tanh()
            flows.append(flow)
        size = quarter.shape[-2:]
        flow, rest = self.finest(quarter, grow(flow, *size) * 2, grow(hidden, *size))
        importance = (4 * (rest[:, :1].float() / 4).tanh()).exp()
        return PairMotion(flow, importance, rest[:, 1:].float().tanh(), tuple(flows))


def unit_length(features: Tensor) -> Tensor:
    """Return ``features`` of unit length over the channels."""
    return functional.normalize(features, dim=1, eps=FEATURE_EPSILON)
