"""How a frame's pixels move to a neighbour, and how far that is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.confidence import confidence_of
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models import Motion, sample
from slowglass.core.warp import backward_warp, grid_positions, resize_flow, resize_plane

MISS_PART, MISS_PIXELS = 0.01, 0.5
"""There and back again may miss by so much of both lengths, and so much more, both squared."""

AROUND = 5
"""Pixels across in which a place is compared."""


@dataclass(frozen=True)
class Way:
    """From a frame to a neighbour, at the size of the picture."""

    flow: Tensor
    """(1, 2, H, W), pixels: place there less place here, x right, y down."""
    hidden: Tensor
    """(1, 1, H, W), 0..1: 1 where what is seen here is not seen there."""
    confidence: Tensor
    """(1, 1, H, W), 0..1, as `confidence_of` has it, of some pixels together."""


def both_ways(
    motion: Motion, pictures: tuple[Tensor, Tensor], height: int, width: int
) -> tuple[Way, Way]:
    """Return the ways of a pair, from left to right and from right to left.

    Args:
        motion: of the pair.
        pictures: both frames, (1, 3, h, w), display-like in 0..1.
        height: of the picture.
        width: of the picture.
    """
    left, right = pictures
    found = motion.known_ways()
    if found is None:
        start, end = motion.fields([Fraction(0), Fraction(1)])
        found = _read_out(start, RIGHT, left, right), _read_out(end, LEFT, right, left)
    there, back = (resize_flow(flow, height, width).float() for flow in found)
    return _way(there, back, left, right), _way(back, there, right, left)


def _read_out(field: WarpField, side: int, near: Tensor, far: Tensor) -> Tensor:
    """Return the motion of one frame's pixels to the other, (1, 2, H, W), pixels of the field.

    A field has several samples; of those into the other frame, the one counts that finds there
    what is seen here.

    Args:
        field: of the time of ``near``.
        side: which frame ``far`` is.
        near: (1, 3, H, W), RGB in 0..1, the frame at whose time the field is.
        far: the other one.
    """
    places = [k for k, own in enumerate(field.sides) if own == side]
    here, there = (resize_plane(one, *field.flow.shape[-2:]) for one in (near, far))
    misses = torch.cat(
        [
            functional.avg_pool2d(
                (sample(there, field.flow[:, k]) - here).abs().mean(1, keepdim=True),
                AROUND,
                1,
                AROUND // 2,
                count_include_pad=False,
            )
            for k in places
        ],
        1,
    )
    best = misses.argmin(1)[:, None, None].expand(-1, -1, 2, -1, -1)
    return field.flow[:, places].gather(1, best)[:, 0]


def _way(there: Tensor, back: Tensor, here: Tensor, other: Tensor) -> Way:
    """Return one way.

    Source: Sundaram, Brox, Keutzer, "Dense Point Trajectories by GPU-Accelerated Large Displacement
    Optical Flow", ECCV 2010, equation 5, for what is hidden.
    """
    returned = backward_warp(back, there)
    miss = there + returned
    height, width = there.shape[-2:]
    allowed = MISS_PART * (_squared(there) + _squared(returned)) + MISS_PIXELS
    x, y = grid_positions(there)
    outside = (x < -0.5) | (x > width - 0.5) | (y < -0.5) | (y > height - 0.5)
    hidden = torch.maximum((_squared(miss) / allowed).clamp(0, 1), outside[:, None].float())
    ends = torch.stack([miss, there], 1)
    seen = WarpField((LEFT, RIGHT), ends, torch.full_like(ends[:, :, 0], 0.5))
    map_ = torch.from_numpy(confidence_of(seen, here, other, 0.0).map)[None, None].to(there)
    return Way(there, hidden, resize_plane(map_, height, width))


def _squared(flow: Tensor) -> Tensor:
    return flow.square().sum(1, keepdim=True)
