"""What lands at a time, as flows and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.models.flow import fill_holes

SEEN_COVERAGE = 0.5
"""A pixel that so much of a frame's surfaces lands on is certainly seen in it."""

LEAST_TRUST = 1e-6

LEAST_SEEN = 1e-4
"""What both frames see less of is in neither; time alone weighs them."""

LEAST_COVERAGE = 0.05
"""A pixel that less lands on is a hole: the other frame, or what is around, tells its motion."""


@dataclass(frozen=True)
class Landed:
    """What landed of one frame: sums (B, C + 3, H, W) over its pieces, by their share."""

    sums: Tensor

    def flows(self) -> Tensor:
        """Return the mean of what they say, (B, C, H, W)."""
        return self.sums[:, :-3] / self.trust.clamp_min(LEAST_TRUST)

    @property
    def trust(self) -> Tensor:
        """How much it is trusted in all, (B, 1, H, W)."""
        return self.sums[:, -3:-2]

    @property
    def cover(self) -> Tensor:
        """How much it covers in all, (B, 1, H, W)."""
        return self.sums[:, -2:-1]

    @property
    def weight(self) -> Tensor:
        """How much landed, (B, 1, H, W)."""
        return self.sums[:, -1:]


Sides = Sequence[Landed]
"""What landed from the left frame and from the right one."""


def front_cover(front: Sides, behind: Sides, times: Tensor) -> Tensor:
    """Return how much of each pixel (B, 1, H, W) what is in front hides of what is behind.

    Args:
        front: what is nearest.
        behind: what is behind it. Where there is nothing, nothing shows through.
        times: (B, 2, 1, 1), how much each frame counts.
    """
    shown = (_both([side.weight for side in front]) * times).sum(1, keepdim=True)
    cover = (_both([side.cover for side in front]) * times).sum(1, keepdim=True)
    is_known = (shown > LEAST_SEEN) & (behind[0].weight + behind[1].weight > LEAST_COVERAGE)
    return torch.where(is_known, cover / shown.clamp_min(LEAST_SEEN), 1)


def seen_weights(sides: Sides, times: Tensor) -> Tensor:
    """Return how much each frame counts (B, 2, H, W): as it sees what is there, in its colour."""
    seen = times * _both([_seen(side) for side in sides])
    total = seen.sum(1, keepdim=True)
    return torch.where(total > LEAST_SEEN, seen / total.clamp_min(LEAST_SEEN), times)


def both_ways(sides: Sides) -> tuple[Sides, Sides]:
    """Return the sides, as either sees them: its own first."""
    left, right = sides
    return (left, right), (right, left)


def flow_into(own: Landed, other: Landed) -> Tensor:
    """Return the flow (B, 2, H, W) into a frame: as it says, or as the other says."""
    return torch.where(_is_hole(own), other.flows()[:, 2:], own.flows()[:, :2])


def around_holes(own: Landed, other: Landed) -> Tensor:
    """Return the same; where neither says anything, as all around."""
    known = (~(_is_hole(own) & _is_hole(other))).to(own.weight.dtype)
    return fill_holes(flow_into(own, other) * known, known)


def _seen(side: Landed) -> Tensor:
    """Return 0..1, how surely a frame shows what is there, in its own colour."""
    trust = side.trust / side.weight.clamp_min(LEAST_COVERAGE)
    return (side.weight / SEEN_COVERAGE).clamp(0, 1) * trust


def _is_hole(side: Landed) -> Tensor:
    """Return where next to nothing landed."""
    return side.weight < LEAST_COVERAGE


def _both(planes: list[Tensor]) -> Tensor:
    return torch.cat(planes, 1)
