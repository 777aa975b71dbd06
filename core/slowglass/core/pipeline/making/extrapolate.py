"""Carrying the motion of a pair on beyond its last frame, from that frame alone."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models import Motion
from slowglass.core.warp import backward_warp, resize_plane

FIXED_POINT_STEPS = 4
DISTRUST = 12.0
"""How fast trust falls with the difference of the two samples: 0.06 in 0..1 halves it."""


def extrapolated_field(motion: Motion, left: Tensor, right: Tensor, t: Fraction) -> WarpField:
    """Return the field at a time outside the pair, 1 <= t <= 2 or -1 <= t <= 0.

    What moves at constant speed is as far from the outer frame before it as after it. So the flow
    is that of the mirrored time, turned round and followed to where the pixel would be. Where the
    two frames disagree about the mirrored picture (something was hidden), nothing is known of the
    motion, and the flow fades to that of a held frame.

    Args:
        motion: of the pair.
        left: proxy of the left frame, (1, 3, H, W) in 0..1.
        right: proxy of the right frame.
        t: where the new frame lies; beyond one pair's length the motion stands still.
    """
    outer = RIGHT if t >= 1 else LEFT
    beyond = min(t - 1 if outer == RIGHT else -t, Fraction(1))
    mirrored = 1 - beyond if outer == RIGHT else beyond
    field = motion.field(mirrored)
    inward = _flow_into(field, outer)
    trust = _agreement(field, left, right)
    flow = -inward
    for _ in range(FIXED_POINT_STEPS):
        flow = -backward_warp(inward, 2 * flow)
    flow = flow * backward_warp(trust, 2 * flow)
    weight = torch.ones_like(flow[:, :1])
    return WarpField((outer,), flow[:, None], weight, colour_sampling=field.colour_sampling)


def _flow_into(field: WarpField, side: int) -> Tensor:
    """Return the mean flow (B, 2, H, W) of the samples that come from ``side``."""
    places = [k for k, own in enumerate(field.sides) if own == side]
    weight = field.weight[:, places].unsqueeze(2).clamp_min(1e-6)
    return (field.flow[:, places] * weight).sum(1) / weight.sum(1)


def _agreement(field: WarpField, left: Tensor, right: Tensor) -> Tensor:
    """Return 0..1 (B, 1, H, W): how much both frames show the same thing at the field's time."""
    height, width = field.flow.shape[-2:]
    samples = [
        backward_warp(resize_plane(picture, height, width), _flow_into(field, side))
        for side, picture in ((LEFT, left), (RIGHT, right))
    ]
    return torch.exp(-DISTRUST * (samples[0] - samples[1]).abs().mean(1, keepdim=True))
