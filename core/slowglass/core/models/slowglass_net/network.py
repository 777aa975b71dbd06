"""The whole network: motion once for a pair, then a light head for each new time."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models.grids import grow
from slowglass.core.models.slowglass_net.between import Head, head_inputs
from slowglass.core.models.slowglass_net.flow import PairFlow, PairMotion, Sizes, level_count
from slowglass.core.models.slowglass_net.layers import grow_flow

CONTRAST = 4.0
"""Pictures are multiplied by this once their mean is taken off, to be of about unit variance."""

RESIDUAL_UNIT = 4.0
"""Pixels of flow that an output of 1 stands for."""


@dataclass(frozen=True)
class Pair:
    """Two frames and the motion between them."""

    pictures: Tensor
    """(2B, 3, H, W), left frames then right ones, as the network sees them."""
    motion: PairMotion


class SlowglassNetwork(nn.Module):
    """Where the pixels of a frame between two others come from.

    The order of the two frames does not matter: swapping them and taking 1 - t for t swaps the
    sides of the answer.
    """

    def __init__(self, sizes: Sizes | None = None) -> None:
        """Make a network with random motion and a head that does nothing yet."""
        super().__init__()
        self.sizes = sizes or Sizes()
        self.pair_flow = PairFlow(self.sizes)
        self.head = Head(self.sizes)

    def pair(self, left: Tensor, right: Tensor, levels: int | None = None) -> Pair:
        """Return whatever does not depend on the time.

        Args:
            left: (B, 3, H, W), display-like RGB in 0..1, sides multiples of 8.
            right: like ``left``.
            levels: of the pyramid; None: as many as the size asks for.
        """
        both = torch.cat([left, right])
        mean = (left.mean((2, 3), keepdim=True) + right.mean((2, 3), keepdim=True)) / 2
        pictures = (both - mean.repeat(2, 1, 1, 1)) * CONTRAST
        levels = levels or level_count(*left.shape[-2:])
        return Pair(pictures, self.pair_flow(pictures, levels))

    def between(self, pair: Pair, t: Tensor) -> tuple[Tensor, Tensor]:
        """Return flows (B, 4, 2, H, W) and weights (B, 4, H, W) for the frames at ``t`` (B,).

        The second axis is (left, right, left, right): the head's own samples, then those that
        follow the pair's motion as if it were the same all along. Where both are right they
        agree, and where they are wrong they are wrong in other places, so their mean is nearer to
        the truth; the head says how much each counts. At t = 0 the left frame is taken as it is,
        at t = 1 the right one.
        """
        height, width = pair.pictures.shape[-2:]
        distance = torch.cat([t, 1 - t])[:, None, None, None]
        inputs, start = head_inputs(pair.pictures, pair.motion, distance)
        outputs = torch.cat(self.head(inputs).float().chunk(2, 1))
        flow = start + distance * RESIDUAL_UNIT * outputs[:, :2]
        flow = grow(flow, height, width) * 2
        liking = functional.pixel_shuffle(outputs[:, 2:6], 2)
        left, right = liking.chunk(2)
        near = (1 - t)[:, None, None, None] * torch.sigmoid(left - right)
        far = t[:, None, None, None] * torch.sigmoid(right - left)
        weights = torch.cat([near, far], 1)
        weights = weights / weights.sum(1, keepdim=True)
        left, right = outputs[:, 6:].chunk(2)
        own = torch.sigmoid(grow(left + right, height, width))
        plain_flows, plain_weights = plain_field(pair, t)
        flows = torch.cat([torch.stack(flow.chunk(2), 1), plain_flows], 1)
        return flows, torch.cat([weights * own, plain_weights * (1 - own)], 1)

    def forward(self, left: Tensor, right: Tensor, t: Tensor) -> tuple[Pair, Tensor, Tensor]:
        """Return the pair, the flows and the weights; for training, one time for each pair."""
        pair = self.pair(left, right)
        return pair, *self.between(pair, t)


def plain_field(pair: Pair, t: Tensor) -> tuple[Tensor, Tensor]:
    """Return flows (B, 2, 2, H, W) and weights (B, 2, 1, 1) at ``t`` (B,) without the head.

    The motion of each pixel is taken where it starts, not where it leads, and frames are mixed by
    time. The second axis is (left, right). Nothing is learned through it: where a pixel is
    hidden, what it shows is no fault of the motion.
    """
    height, width = pair.pictures.shape[-2:]
    flow = grow_flow(pair.motion.flow.detach(), height, width)
    forward, backward = flow.chunk(2)
    t = t[:, None, None, None]
    return torch.stack([t * backward, (1 - t) * forward], 1), torch.cat([1 - t, t], 1)


def repeat_pair(pair: Pair, count: int) -> Pair:
    """Return a ``pair`` of one batch item as a batch of ``count``, sharing memory."""

    def repeated(values: Tensor) -> Tensor:
        return values.repeat_interleave(count, 0)

    motion = pair.motion
    return Pair(
        repeated(pair.pictures),
        PairMotion(
            repeated(motion.flow), repeated(motion.importance), repeated(motion.context), ()
        ),
    )
