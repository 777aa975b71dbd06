"""Motion made exact to a fraction of a pixel, by asking the pictures.

The network finds what goes where; what is left, mostly under a pixel, follows from the slopes of
the pictures themselves.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.slowglass_net.correlation import sample
from slowglass.core.models.slowglass_net.layers import grow, mean_around
from slowglass.core.models.slowglass_net.network import Pair

ITERATIONS = 3

FARTHEST = 1.0
"""Samples of the flow, four pixels each, that one iteration may move it by."""

DAMPING = 0.01
"""Squared slope, in the network's units, below which there is nothing to hold on to."""

TOLERATED = 0.05
"""Mismatch, in the network's units, from which on a place counts less the worse it matches."""


def refined(pair: Pair) -> Pair:
    """Return the pair with its motion improved where that makes the frames match better.

    Source: Lucas and Kanade, An Iterative Image Registration Technique, IJCAI 1981, section 4,
    over 12 x 12 pixels, with places that match badly counting less.
    """
    pictures = functional.avg_pool2d(pair.pictures, 2)
    other = pictures.roll(len(pictures) // 2, 0)
    flow = pair.motion.flow
    seen, mismatch = _look(pictures, other, flow)
    before = mismatch
    for _ in range(ITERATIONS):
        flow = flow + _step(pictures, seen)
        seen, mismatch = _look(pictures, other, flow)
    flow = torch.where(mismatch < before, flow, pair.motion.flow)
    return Pair(pair.pictures, replace(pair.motion, flow=flow))


def _look(pictures: Tensor, other: Tensor, flow: Tensor) -> tuple[Tensor, Tensor]:
    """Return what of the other picture is seen along ``flow``, and how badly it matches around."""
    seen = sample(other, grow(flow, *pictures.shape[-2:]) * 2)
    return seen, _around((seen - pictures).abs().mean(1, keepdim=True))


def _step(pictures: Tensor, seen: Tensor) -> Tensor:
    """Return the change of the flow that the slopes ask for."""
    difference = seen - pictures
    x, y = _slopes((seen + pictures) / 2)
    trust = 1 / (difference.square().mean(1, keepdim=True).sqrt() + TOLERATED)

    def total(values: Tensor) -> Tensor:
        return _around(values.sum(1, keepdim=True) * trust)

    xx, xy, yy = total(x * x) + DAMPING, total(x * y), total(y * y) + DAMPING
    xd, yd = total(x * difference), total(y * difference)
    change = torch.cat([xy * yd - yy * xd, xy * xd - xx * yd], 1) / (2 * (xx * yy - xy * xy))
    length = change.norm(dim=1, keepdim=True)
    shortened: Tensor = change * (FARTHEST / length.clamp_min(FARTHEST))
    return shortened


def _slopes(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Return how the picture changes to the right and down, for each pixel; 0 at its edges."""
    across = functional.pad((picture[..., 2:] - picture[..., :-2]) / 2, (1, 1))
    down = functional.pad((picture[..., 2:, :] - picture[..., :-2, :]) / 2, (0, 0, 1, 1))
    return across, down


def _around(values: Tensor) -> Tensor:
    """Return the mean over 6 x 6 pixels, at half the size."""
    return mean_around(functional.avg_pool2d(values, 2))
