"""From the flows between two frames to the flows from a time between them to each frame."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.flow.numbers import HOLE_COVERAGE, OTHER_SIDE_SHARE, SEEN_COVERAGE
from slowglass.core.warp import forward_splat


@dataclass(frozen=True)
class Projection:
    """Where a time's pixels lie in both frames, and how much either frame counts."""

    to_left: Tensor
    """(B, 2, H, W), pixels."""
    to_right: Tensor
    """(B, 2, H, W), pixels."""
    left_weight: Tensor
    """(B, 1, H, W), 0..1; the right one is the rest."""


def simple_projection(forward: Tensor, backward: Tensor, t: Tensor) -> Projection:
    """Return the flows where they start instead of where they lead at t, weighted by time.

    Right where neighbours move alike; at the edge of a motion it is off by the motion's length.

    Args:
        forward: (B, 2, H, W), left to right, pixels.
        backward: (B, 2, H, W), right to left, pixels.
        t: (B, 1, 1, 1), 0..1.
    """
    weight = (1 - t).expand_as(forward[:, :1])
    return Projection(t * backward, (1 - t) * forward, weight)


def splat_projection(
    forward: Tensor, backward: Tensor, trust: tuple[Tensor, Tensor], t: Tensor
) -> Projection:
    """Return the flows carried to where they lead at t, weighted by time and by what is seen.

    A pixel that nothing of one frame lands on, but something of the other, is hidden in the first
    and comes from the second alone.

    Args:
        forward: (B, 2, H, W), left to right, pixels.
        backward: (B, 2, H, W), right to left, pixels.
        trust: of each flow, (B, 1, H, W), above 0; where several pixels land the trusted one wins.
        t: (B, 1, 1, 1), 0..1.

    Source: Niklaus, Liu, "Softmax Splatting for Video Frame Interpolation", CVPR 2020, section 3.
    """
    left, left_trust, left_cover = _carry(forward, trust[0], t)
    right, right_trust, right_cover = _carry(backward, trust[1], 1 - t)
    share = OTHER_SIDE_SHARE
    from_left = fill_holes(left - share * right, left_trust + share * right_trust)
    from_right = fill_holes(right - share * left, right_trust + share * left_trust)
    seen_left, seen_right = _seen(left_cover), _seen(right_cover)
    only_right = (1 - seen_left) * seen_right
    only_left = (1 - seen_right) * seen_left
    weight = (1 - t) * (1 - only_right) + t * only_left
    return Projection(-t * from_left, -(1 - t) * from_right, weight)


def _carry(flow: Tensor, trust: Tensor, part: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Splat a part of the way: the sums of trust x flow, of trust, and how much landed."""
    values = torch.cat([flow * trust, trust], 1)
    total, cover = forward_splat(values, part * flow, torch.ones_like(trust))
    return total[:, :2], total[:, 2:], cover


def _seen(cover: Tensor) -> Tensor:
    """Return 0..1, how surely a pixel is seen in the frame that covers it so much."""
    smooth = functional.avg_pool2d(cover, 3, 1, 1, count_include_pad=False)
    return (smooth / SEEN_COVERAGE).clamp(0, 1)


def fill_holes(total: Tensor, cover: Tensor) -> Tensor:
    """Return total / cover, with what little is covered taken from coarser and coarser averages.

    Source: Gortler, Grzeszczuk, Szeliski, Cohen, "The Lumigraph", SIGGRAPH 1996, section 3.4
    (pull-push).
    """
    mean = total / cover.clamp_min(1e-6)
    if min(total.shape[-2:]) < 4:
        return mean
    coarse_total = functional.avg_pool2d(total, 2, ceil_mode=True, count_include_pad=False)
    coarse_cover = functional.avg_pool2d(cover, 2, ceil_mode=True, count_include_pad=False)
    excess = coarse_cover.clamp_min(1)
    coarse = fill_holes(coarse_total / excess, coarse_cover / excess)
    around = functional.interpolate(
        coarse, size=total.shape[-2:], mode="bilinear", align_corners=False
    )
    return torch.lerp(around, mean, (cover / HOLE_COVERAGE).clamp(0, 1))
