"""What stands in a pair of frames, and the fields that leave it alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.standing.drawn import bars, drawn
from slowglass.core.models.standing.motion import before_motion
from slowglass.core.warp import nearest_warp, resize_flow, resize_plane

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
        height, width = self.mask.shape[-2:]
        flow = resize_flow(field.flow, height, width)
        weight = self._lent(flow, resize_plane(field.weight, height, width).clamp_min(0))
        still = torch.zeros_like(weight)
        present = [side for side in (LEFT, RIGHT) if side in field.sides]
        shares = {LEFT: 1 - t, RIGHT: t} if len(present) == 2 else {present[0]: 1.0}
        for side, share in shares.items():
            still[:, field.sides.index(side)] = share
        residual = field.residual
        if residual is not None:
            residual = resize_plane(residual, height, width) * ~self.mask
        return replace(
            field,
            flow=flow * ~self.mask[:, None],
            weight=torch.where(self.mask, still, weight / weight.sum(1, keepdim=True)),
            residual=residual,
        )

    def _lent(self, flow: Tensor, weight: Tensor) -> Tensor:
        """Return the weights (B, K, H, W) without those of samples from what stands."""
        around = functional.max_pool2d(self.mask.to(weight.dtype), 3, 1, 1)
        taken = [nearest_warp(around, flow[:, k]) for k in range(flow.shape[1])]
        left = weight * (1 - torch.cat(taken, 1))
        return torch.where(left.sum(1, keepdim=True) > 1e-3, left, weight)


def find_standing(left: Tensor, right: Tensor, field: WarpField) -> Standing | None:
    """Return what stands in a pair of proxies (1, 3, H, W) in 0..1; None where nothing does.

    Args:
        left: the earlier frame.
        right: the later one.
        field: of any time between them, at any size: tells how they move.
    """
    if left.is_meta:  # work is counted by tensors without values
        return None
    alike = (left - right).abs().amax(1, keepdim=True) <= ALIKE
    one_sided = len(set(field.sides)) < 2
    share = float(alike.float().mean())
    if one_sided or share < FEWEST or share == 1:
        return None
    mask = bars(left, alike, ALIKE)
    before = alike & before_motion(left, right, alike, field)
    if bool(before.any()):
        mask |= before & drawn(left, right, alike)
    return Standing(mask) if bool(mask.any()) else None
