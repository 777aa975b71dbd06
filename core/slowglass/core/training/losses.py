"""What a network is told about its mistakes. All return a scalar."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

CHARBONNIER_EPSILON = 1e-3
FLOW_EPSILON = 0.1
CENSUS_RADIUS = 2
CENSUS_SOFTNESS = 0.03
"""Difference of brightness at which a comparison is three quarters decided."""


def charbonnier(difference: Tensor) -> Tensor:
    """Return the mean of a smooth absolute value.

    Source: Charbonnier et al., Two deterministic half-quadratic regularization algorithms for
    computed imaging, ICIP 1994.
    """
    return (difference.square() + CHARBONNIER_EPSILON**2).sqrt().mean()


def laplacian(result: Tensor, truth: Tensor, levels: int = 4) -> Tensor:
    """Return the L1 distance of the Laplacian pyramids, each level counting alike.

    Source: Bojanowski et al., Optimizing the latent space of generative networks, ICML 2018,
    section 3.2, with equal weights.
    """
    difference, total = result - truth, result.new_zeros(())
    for _ in range(levels):
        coarse = functional.avg_pool2d(difference, 2)
        fine = difference - functional.interpolate(
            coarse, size=difference.shape[-2:], mode="bilinear", align_corners=False
        )
        total = total + fine.abs().mean()
        difference = coarse
    return total + difference.abs().mean()


def census(result: Tensor, truth: Tensor) -> Tensor:
    """Return how differently pixels compare with their neighbours, whatever the light.

    Source: Meister et al., UnFlow, AAAI 2018, section 3.2 (soft ternary census).
    """
    return (_comparisons(result) - _comparisons(truth)).abs().mean()


def _comparisons(picture: Tensor) -> Tensor:
    grey = picture.mean(1, keepdim=True)
    height, width = grey.shape[-2:]
    around = functional.pad(grey, (CENSUS_RADIUS,) * 4, mode="replicate")
    reach = range(2 * CENSUS_RADIUS + 1)
    steps = [around[..., y : y + height, x : x + width] - grey for y in reach for x in reach]
    difference = torch.cat(steps, 1)
    return difference / (difference.square() + CENSUS_SOFTNESS**2).sqrt()


def end_point(flow: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    """Return the mean length of the flow's error where ``weight`` (B, 1, H, W) says, in pixels."""
    length = ((flow - truth).square().sum(1, keepdim=True) + FLOW_EPSILON**2).sqrt()
    return (length * weight).mean()
