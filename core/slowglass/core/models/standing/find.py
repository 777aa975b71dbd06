"""What stands in a pair of frames, and the fields that leave it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from slowglass.core.composition import fits_inside, scale_field
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.standing import compiled
from slowglass.core.models.standing.close import before_change
from slowglass.core.models.standing.drawn import bars, drawn, grow_within, soft_edges, spread
from slowglass.core.models.standing.motion import before_motion, hardly_moves, way_across
from slowglass.core.models.standing.readable import readable
from slowglass.core.warp import nearest_warp, resize_flow

ALIKE = 3.5 / 255
"""Difference (0..1) up to which a pixel is the same in both frames: codecs leave that much."""
LEAST = 1e-3
"""Weight of samples below which they are none."""
NEARER = 0.5
"""Time from which on the right frame is the nearer one."""
FEWEST = 1e-4
"""Part of the pixels that must be alike before anything is looked for, and stand in the end."""
FEWEST_LETTERS = 16
"""Pixels that must stand for certain: fewer are no lettering."""


@dataclass(frozen=True)
class Standing:
    """Where a pair of frames stands still before something that moves."""

    mask: Tensor
    """(1, 1, H, W) bool, at the size of the frames."""
    switches: bool = False
    """The nearer frame is shown in it, in the place of a mean of both."""

    def settle(self, field: WarpField, t: float) -> WarpField:
        """Return the field (B = 1) at ``t``, at full size: what stands is mixed from its own place.

        Elsewhere samples do not come from what stands. Where all of them would, what is beside it
        is mixed from its own place, too. A field of one side alone is taken from there.
        """
        shares = _in_place(field.sides, t)
        kept = _in_place(field.sides, float(t >= NEARER)) if self.switches else shares
        size = self.mask.shape[-2:]
        if field.flow.device.type == "cpu" and field.residual is None and fits_inside(field, *size):
            return compiled.settle(self.mask, self._around, field, (kept, shares), LEAST)
        return self._settled_by_torch(scale_field(field, *size), kept, shares)

    def _settled_by_torch(self, full: WarpField, kept: Tensor, shares: Tensor) -> WarpField:
        """Return the same of a field at full size, on any device."""
        kept, shares = (one.to(full.weight)[None, :, None, None] for one in (kept, shares))
        weight, known = self._lent(full)
        weight = torch.where(known, weight, shares)
        moves = known & ~self.mask
        return replace(
            full,
            flow=full.flow * moves[:, None],
            weight=torch.where(self.mask, kept, weight),
            residual=None if full.residual is None else full.residual * ~self.mask,
        )

    @cached_property
    def _around(self) -> Tensor:
        """What stands and what touches it, (1, 1, H, W) bool."""
        return grow_within(self.mask, torch.ones_like(self.mask), 1)

    def held_still(self, way: Tensor) -> Tensor:
        """Return a flow (1, 2, h, w) at full size, in which what stands does not move."""
        return resize_flow(way, *self.mask.shape[-2:]) * ~self.mask

    def _lent(self, field: WarpField) -> tuple[Tensor, Tensor]:
        """Return the weights (1, K, H, W) without those of samples from what stands, sum 1.

        And where (1, 1, H, W) there are others.
        """
        around = self._around.to(field.weight.dtype)
        count = field.flow.shape[1]
        taken = nearest_warp(around.expand(count, -1, -1, -1), field.flow[0]).transpose(0, 1)
        left = field.weight * (1 - taken)
        total = left.sum(1, keepdim=True)
        return left / total.clamp_min(LEAST), total > LEAST


def _in_place(sides: Sequence[int], t: float) -> Tensor:
    """Return weights (K,) by which one sample of each side is mixed, as of a cross-fade."""
    shares = [(sides.index(side), part) for side, part in ((LEFT, 1 - t), (RIGHT, t))
              if side in sides]  # fmt: skip
    weight = torch.zeros(len(sides))
    for place, part in shares:
        weight[place] = part if len(shares) > 1 else 1
    return weight


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
        read = readable(left, right, alike, lettering)
        held = before_change(alike, read)
        field = half_way()
        if {LEFT, RIGHT} <= set(field.sides):
            way = way_across(field, *left.shape[-2:])
            held |= lettering & hardly_moves(way, *left.shape[-2:])
            if bool((read & ~held).any()):
                held |= read & before_motion(left, right, alike, way)
        if int(held.sum()) < FEWEST_LETTERS:
            held = torch.zeros_like(held)
        held = spread(held, lettering)
        mask |= held | soft_edges(left, right, held)
    return Standing(mask) if int(mask.sum()) >= FEWEST * mask.numel() else None
