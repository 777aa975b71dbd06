"""Both flows between a pair of frames, whoever estimated them, and the warp fields they give."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.models.flow.compiled import field_compiled, trust_compiled
from slowglass.core.models.flow.numbers import (
    COLOUR_SHARPNESS,
    LARGEST_MISS,
    ONE_MOTION_PIXELS,
    RETURN_SHARPNESS,
    SIDES,
)
from slowglass.core.models.flow.projection import simple_projection, splat_projection
from slowglass.core.warp import backward_warp


@dataclass(frozen=True)
class FlowMotion:
    """Both flows between a pair of frames, and how far each is to be trusted."""

    forward: Tensor
    """(1, 2, H, W), left to right, pixels."""
    backward: Tensor
    """(1, 2, H, W), right to left, pixels."""
    trust: tuple[Tensor, Tensor]
    """Of forward and of backward, (1, 1, H, W), above 0, at most 1."""


def flow_motion(forward: Tensor, backward: Tensor, left: Tensor, right: Tensor) -> FlowMotion:
    """Return both flows (1, 2, H, W) with the trust that the frames (1, 3, H, W) lend them."""
    find = trust_compiled if forward.device.type == "cpu" else trust_of
    trust = find(forward, backward, left, right), find(backward, forward, right, left)
    return FlowMotion(forward, backward, trust)


def flow_field(motion: FlowMotion, t: Tensor) -> WarpField:
    """Return four samples at each ``t`` (B,): one from either side by each projection.

    Where both projections lead to one place, the second has no weight: it need not be looked at.
    """
    if motion.forward.device.type == "cpu":
        return field_compiled(motion.forward, motion.backward, motion.trust, t)
    return field_by_torch(motion, t)


def field_by_torch(motion: FlowMotion, t: Tensor) -> WarpField:
    """Do the same in torch, on any device."""
    count = len(t)
    t = t.to(motion.forward)[:, None, None, None]
    forward = motion.forward.expand(count, -1, -1, -1)
    backward = motion.backward.expand(count, -1, -1, -1)
    trust = (
        motion.trust[0].expand(count, -1, -1, -1),
        motion.trust[1].expand(count, -1, -1, -1),
    )
    both = (
        simple_projection(forward, backward, t),
        splat_projection(forward, backward, trust, t),
    )
    flows = torch.stack([flow for one in both for flow in (one.to_left, one.to_right)], 1)
    weights = torch.cat(
        [part / 2 for one in both for part in (one.left_weight, 1 - one.left_weight)], 1
    )
    return WarpField(SIDES, *_joined(flows, weights))


def _joined(flows: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Return flows and weights of four samples, those that lead to one place as one.

    From half the distance on they part without a step, which would show in smooth gradients.
    """
    simple, splat = flows[:, :2], flows[:, 2:]
    away = splat - simple
    apart = away.square().sum(2) / ONE_MOTION_PIXELS**2
    joined = (2 * (1 - apart)).clamp(0, 1)
    total = weights[:, :2] + weights[:, 2:]
    part = torch.where(total > 0, weights[:, 2:] / total.clamp_min(1e-30), 0.5)
    first = simple + (joined * part).unsqueeze(2) * away
    second = splat - (joined * (1 - part)).unsqueeze(2) * away
    moved = joined * weights[:, 2:]
    return (
        torch.cat([first, second], 1),
        torch.cat([weights[:, :2] + moved, weights[:, 2:] - moved], 1),
    )


def trust_of(there: Tensor, back: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Return (1, 1, H, W) near 1 where a flow finds the same colour and the way back.

    Args:
        there: (1, 2, H, W), from ``start`` to ``end``.
        back: (1, 2, H, W), from ``end`` to ``start``.
        start: (1, 3, H, W), RGB in 0..1.
        end: like ``start``.
    """
    found = backward_warp(torch.cat([end, back], 1), there)
    difference = (start - found[:, :3]).abs().mean(1, keepdim=True)
    difference = functional.avg_pool2d(difference, 3, 1, 1, count_include_pad=False)
    missed = (there + found[:, 3:]).norm(dim=1, keepdim=True).clamp_max(LARGEST_MISS)
    return torch.exp(-COLOUR_SHARPNESS * difference - RETURN_SHARPNESS * missed).clamp_min(1e-4)
