"""What stands in a pair of frames, and the fields that leave it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition import scale_field
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.standing import compiled
from slowglass.core.models.standing.drawn import bars, drawn
from slowglass.core.models.standing.motion import before_motion
from slowglass.core.warp import nearest_warp

ALIKE = 3.5 / 255
"""Difference (0..1) up to which a pixel is the same in both frames: codecs leave that much."""
FEWEST = 1e-4
"""Part of the pixels that must be alike before anything is looked for."""


@dataclass(frozen=True)
class Standing:
    """Where a pair of frames stands still before something that moves."""

    mask: Tensor
    """(1, 1, H, W) bool, at the size of the frames."""

    def settle(self, field: WarpField, t: float) -> WarpField:
        """Return the field (B = 1) at ``t``, at full size: what stands is mixed from its own place.

        Elsewhere samples do not come from what stands, as long as there are others.
        """
        full = scale_field(field, *self.mask.shape[-2:])
        still = torch.zeros_like(full.weight)
        still[:, full.sides.index(LEFT)], still[:, full.sides.index(RIGHT)] = 1 - t, t
        return replace(
            full,
            flow=full.flow * ~self.mask[:, None],
            weight=torch.where(self.mask, still, self._lent(full.flow, full.weight)),
            residual=None if full.residual is None else full.residual * ~self.mask,
        )

    def _lent(self, flow: Tensor, weight: Tensor) -> Tensor:
        """Return the weights (B, K, H, W) without those of samples from what stands, sum 1."""
        around = functional.max_pool2d(self.mask.to(weight.dtype), 3, 1, 1)
        taken = [nearest_warp(around, flow[:, k]) for k in range(flow.shape[1])]
        left = weight * (1 - torch.cat(taken, 1))
        total = left.sum(1, keepdim=True)
        return torch.where(total > 1e-3, left / total.clamp_min(1e-3), weight)


def alike_pixels(left: Tensor, right: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, where frames (1, 3, H, W) in 0..1 are the same."""
    if left.device.type == "cpu":
        return compiled.alike_pixels(left, right, ALIKE)
    return (left - right).abs().amax(1, keepdim=True) <= ALIKE


def find_standing(
    left: Tensor, right: Tensor, half_way: Callable[[], WarpField]
) -> Standing | None:
    """Return what stands in a pair of proxies (1, 3, H, W) in 0..1; None where nothing does.

    Args:
        left: the earlier frame.
        right: the later one.
        half_way: gives the field at 1/2, of any size, which tells how they move. It is always that
            one: what stands must not depend on which frame of a pair is made first.
    """
    if left.is_meta:  # work is counted by tensors without values
        return None
    left, right = left.contiguous(), right.contiguous()
    alike = alike_pixels(left, right)
    if not FEWEST <= int(alike.sum()) / alike.numel() < 1:
        return None
    mask = bars(left, alike, ALIKE)
    lettering = alike & drawn(left, right, alike)
    if bool(lettering.any()):
        field = half_way()
        if {LEFT, RIGHT} <= set(field.sides):
            mask |= lettering & before_motion(left, right, alike, field)
    return Standing(mask) if bool(mask.any()) else None
