"""Any motion made exact to a fraction of a pixel, by asking the pictures at the time t itself.

A model finds what goes where; what is left, mostly under a pixel, follows from the slopes of the
pictures. Both ends are moved along the line between them, so what moves evenly still does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.models.grids import grow, sample
from slowglass.core.warp import grid_positions

STEPS = 3

FARTHEST = 1.0
"""Pixels that one step may move an end by."""

DAMPING = 2e-4
"""Squared slope (of 0..1, for each pixel) below which there is nothing to hold on to."""

TOLERATED = 0.02
"""Mismatch (0..1) from which on a place counts less the worse it matches."""

HIDDEN = 0.1
"""Part of the weight that its time would give it below which a side is on its way to be hidden."""

LEAST = 1e-3
"""Weight of a pair of samples, and part of the time, below which it is not divided by."""


@dataclass(frozen=True)
class Ends:
    """Where the pixels at ``t`` come from in either picture."""

    to_left: Tensor
    """(B, 2, H, W), pixels, from the grid at t."""
    to_right: Tensor
    """Like ``to_left``."""
    t: Tensor
    """(B, 1, 1, 1), 0 = left, 1 = right."""

    def moved(self, change: Tensor) -> Ends:
        """Return the ends of a way from left to right that is shorter by ``change``."""
        return Ends(self.to_left + self.t * change, self.to_right - (1 - self.t) * change, self.t)

    def inside(self) -> Tensor:
        """Return (B, 1, H, W), 1 where both ends lie inside the pictures, else 0."""
        return _inside(self.to_left) * _inside(self.to_right)


def refined_field(field: WarpField, left: Tensor, right: Tensor, t: Tensor) -> WarpField:
    """Return ``field`` with the samples of both sides moved to where they match better.

    The first sample from the left goes with the first from the right, and so on. Where one side
    counts far less than the time says, it is hidden: what is seen near there tells the motion.

    Args:
        field: of any model, at the size of the pictures.
        left: (1, 3, H, W), RGB in 0..1.
        right: like ``left``.
        t: (B,), the times of the field, 0 to 1.
    """
    count = len(field.flow)
    one, other = (picture.expand(count, -1, -1, -1) for picture in (left, right))
    times = t.to(field.flow)[:, None, None, None]
    flow = field.flow.clone()
    for near, far in field.pairs():
        ends = Ends(flow[:, near], flow[:, far], times)
        seen = _both_seen(field.weight[:, near : near + 1], field.weight[:, far : far + 1], times)
        better = ends.moved(correction(one, other, ends, seen))
        flow[:, near], flow[:, far] = better.to_left, better.to_right
    return replace(field, flow=flow)


def correction(left: Tensor, right: Tensor, ends: Ends, seen: Tensor | float = 1.0) -> Tensor:
    """Return by how much the way from left to right is too long, (B, 2, H, W), pixels.

    Nothing where what is seen along it does not match better for it, and where it is equal. What
    leads out of a picture tells nothing.

    Args:
        left: (B, C, H, W), values in 0..1 or as far apart.
        right: like ``left``.
        ends: of the ways.
        seen: (B, 1, H, W), 0..1, how much each place tells of the motion.

    Source: Lucas and Kanade, An Iterative Image Registration Technique, IJCAI 1981, section 4,
    over about 12 x 12 pixels, with places that match badly counting less.
    """
    height, width = left.shape[-2:]
    change, seen = torch.zeros_like(ends.to_left), seen * ends.inside()
    first, second, before = _look(left, right, ends)
    mismatch = before
    for _ in range(STEPS):
        change = change + grow(_step(first, second, seen), height, width)
        first, second, mismatch = _look(left, right, ends.moved(change))
    return change * grow(_around((mismatch < before).to(change)), height, width)


def _look(left: Tensor, right: Tensor, ends: Ends) -> tuple[Tensor, Tensor, Tensor]:
    """Return what is seen in both pictures, and at half size how badly it matches around."""
    first, second = sample(left, ends.to_left), sample(right, ends.to_right)
    return first, second, _windows((second - first).abs().mean(1, keepdim=True))


def _step(first: Tensor, second: Tensor, seen: Tensor) -> Tensor:
    """Return the change, at half size, that the slopes ask for."""
    difference = second - first
    x, y = _slopes((first + second) / 2)
    trust = seen / (difference.square().mean(1, keepdim=True).sqrt() + TOLERATED)
    products = (x * x, x * y, y * y, x * difference, y * difference)
    totals = _windows(torch.cat([(one.sum(1, keepdim=True) * trust) for one in products], 1))
    xx, xy, yy, xd, yd = (totals[:, k : k + 1] for k in range(len(products)))
    xx, yy = xx + DAMPING, yy + DAMPING
    change = torch.cat([yy * xd - xy * yd, xx * yd - xy * xd], 1) / (xx * yy - xy * xy)
    length = change.norm(dim=1, keepdim=True)
    shortened: Tensor = change * (FARTHEST / length.clamp_min(FARTHEST))
    return shortened


def _inside(flow: Tensor) -> Tensor:
    """Return (B, 1, H, W), 1 where a flow points inside the picture, else 0."""
    x, y = grid_positions(flow)
    height, width = flow.shape[-2:]
    return ((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)).to(flow).unsqueeze(1)


def _both_seen(left_weight: Tensor, right_weight: Tensor, t: Tensor) -> Tensor:
    """Return (B, 1, H, W) in 0..1: whether both sides count about as their times say."""
    share = left_weight / (left_weight + right_weight).clamp_min(LEAST)
    part = torch.minimum(share / (1 - t).clamp_min(LEAST), (1 - share) / t.clamp_min(LEAST))
    return (part / HIDDEN).clamp(0, 1)


def _slopes(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Return how the picture changes to the right and down, for each pixel; 0 at its edges."""
    across = functional.pad((picture[..., 2:] - picture[..., :-2]) / 2, (1, 1))
    down = functional.pad((picture[..., 2:, :] - picture[..., :-2, :]) / 2, (0, 0, 1, 1))
    return across, down


def _windows(values: Tensor) -> Tensor:
    """Return the mean around each pixel, mostly over 10 x 10, at half the size."""
    halved = functional.avg_pool2d(values, 2, ceil_mode=True, count_include_pad=False)
    return _around(_around(halved))


def _around(values: Tensor) -> Tensor:
    """Return the mean over 3 x 3 samples, of fewer at the edges."""
    return functional.avg_pool2d(values, 3, 1, 1, count_include_pad=False)
