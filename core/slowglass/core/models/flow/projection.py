"""From the flows between two frames to the flows from a time between them to each frame."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.warp import forward_splat

HOLE_COVERAGE = 0.25
"""Below this much splatted weight a pixel takes part of its motion from its surroundings."""


def simple_projection(forward: Tensor, backward: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Return flows to the left and to the right, read where they are needed, not where they land.

    Right where neighbours move alike; wrong by the motion's own length at its edges.

    Args:
        forward: (B, 2, H, W), left to right, pixels.
        backward: (B, 2, H, W), right to left, pixels.
        t: (B, 1, 1, 1), 0..1.
    """
    return t * backward, (1 - t) * forward


def splat_projection(
    forward: Tensor, backward: Tensor, trust: tuple[Tensor, Tensor], t: Tensor
) -> tuple[Tensor, Tensor]:
    """Return flows to the left and to the right, carried by the pixels to where they are at t.

    Args:
        forward: (B, 2, H, W), left to right, pixels.
        backward: (B, 2, H, W), right to left, pixels.
        trust: of each flow, (B, 1, H, W), above 0; where several pixels land the trusted one wins.
        t: (B, 1, 1, 1), 0..1.

    Source: Niklaus, Liu, "Softmax Splatting for Video Frame Interpolation", CVPR 2020, section 3.
    """
    left_sum, left_cover = forward_splat(forward, t * forward, trust[0])
    right_sum, right_cover = forward_splat(backward, (1 - t) * backward, trust[1])
    share = 0.01
    from_left = fill_holes(left_sum - share * right_sum, left_cover + share * right_cover)
    from_right = fill_holes(right_sum - share * left_sum, right_cover + share * left_cover)
    return -t * from_left, -(1 - t) * from_right


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
