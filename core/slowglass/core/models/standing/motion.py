"""Whether a picture moves on all around a place, by more than its own size."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.standing.drawn import grow_within
from slowglass.core.models.standing.judged import judged_size, mean_around
from slowglass.core.warp import backward_warp, resize_flow, resize_plane

LARGEST_SIDE = 320
"""Motion is judged in a picture of this size: it is coarse, and warping is dear."""
REACH = 0.04
"""How far around a pixel, in parts of the longest side, that is judged."""
BETTER = 0.5
"""Mismatch of what moves, as a part of that of standing still, below which it surely moves."""
SLOWEST = 0.75
"""Pixels of the judged picture that a motion must be longer than to be told from none."""
A_CODE = 1 / 256
"""Pixels by which the sharpest edge of 8 bits moves without a code being changed."""
SEEN = 0.02
"""Difference (0..1) of what stands still below which motion cannot be told."""
SHARE = 0.2
"""Part of what changes around that must surely move, on a side that bears witness."""
CHANGED = 0.1
"""Part of the pixels on a side that must change for the side to be a witness."""


def way_across(field: WarpField, height: int, width: int) -> Tensor:
    """Return the way (1, 2, h, w) from the left frame to the right one, at the field's time.

    Args:
        field: with samples of both sides.
        height: of the frames, which are judged smaller: (h, w).
        width: of the frames.
    """
    ends = []
    for side in (LEFT, RIGHT):
        places = [k for k, own in enumerate(field.sides) if own == side]
        weight = field.weight[:1, places, None].clamp_min(1e-6)
        ends.append((field.flow[:1, places] * weight).sum(1) / weight.sum(1))
    return resize_flow(ends[1] - ends[0], *judged_size(height, width, LARGEST_SIDE))


def before_motion(left: Tensor, right: Tensor, alike: Tensor, motion: Tensor) -> Tensor:
    """Return where all sides around a pixel move on by more than their own size.

    Args:
        left: (1, 3, H, W), RGB in 0..1.
        right: like ``left``.
        alike: (1, 1, H, W) bool, where they are the same.
        motion: what `way_across` gives.
    """
    height, width = left.shape[-2:]
    size = motion.shape[-2:]
    one, other = (resize_plane(picture, *size) for picture in (left, right))
    changed = (resize_plane((~alike).float(), *size) > 0.5).float()
    reach = max(2, round(REACH * max(size)))
    moves = _moves(one, other, changed, motion)
    for far in (2 * reach, reach):
        known = mean_around(moves, far)
        spread = mean_around(motion * moves, far) / known.clamp_min(1e-6)
        motion = torch.where(known > 0.01, spread, motion)
        moves = torch.maximum(moves, _moves(one, other, changed, motion))
    witness, sure = mean_around(changed, reach), mean_around(moves, reach)
    count = torch.zeros_like(changed)
    bears = torch.zeros_like(changed)
    for shift in ((0, -reach), (0, reach), (-reach, 0), (reach, 0)):
        seen, moved = (_shifted(plane, *shift) for plane in (witness, sure))
        tells = seen > CHANGED
        bears += tells
        count += tells & (moved > SHARE * seen)
    surrounded = (count >= 3) | ((count >= 2) & (bears == count) & _near_border(changed, reach))
    return resize_plane(surrounded.float(), height, width) > 0.5


def hardly_moves(motion: Tensor, height: int, width: int) -> Tensor:
    """Return where nothing near moves by more than `SLOWEST`, yet a code is changed by it.

    ``motion`` is what `way_across` gives; the frames have ``height`` and ``width``.

    Nothing passes there between two frames that is not seen to change in one of them, but what is
    thinner than that; and what does not change needs no motion.
    """
    size = motion.shape[-2:]
    length = _length_squared(motion)
    fast = ~(length < SLOWEST**2)  # what is no number tells of nothing
    slow = ~grow_within(fast, torch.ones_like(fast), max(2, round(REACH * max(size))))
    moves = length * (width / size[1]) ** 2 > A_CODE**2
    return resize_plane((slow & moves).float(), height, width) > 0.5


def _near_border(plane: Tensor, reach: int) -> Tensor:
    inside = torch.zeros_like(plane, dtype=torch.bool)
    inside[..., reach:-reach, reach:-reach] = True
    return ~inside


def _moves(left: Tensor, right: Tensor, changed: Tensor, motion: Tensor) -> Tensor:
    """Return 1 where a changed pixel came from another one and went on to a third, else 0."""
    still = _mean3((left - right).abs().mean(1, keepdim=True))
    moves: Tensor = changed * (still > SEEN) * (_length_squared(motion) > SLOWEST**2)
    for start, end, way in ((left, right, motion), (right, left, -motion)):
        found = backward_warp(torch.cat([end, changed], 1), way)
        missed = _mean3((start - found[:, :3]).abs().mean(1, keepdim=True))
        moves = moves * (missed < BETTER * still) * (found[:, 3:] > 0.5)
    return moves


def _length_squared(motion: Tensor) -> Tensor:
    # Tensor.norm takes ten times as long where it sums over two values.
    return motion.square().sum(1, keepdim=True)


def _mean3(plane: Tensor) -> Tensor:
    return functional.avg_pool2d(plane, 3, 1, 1, count_include_pad=False)


def _shifted(plane: Tensor, down: int, across: int) -> Tensor:
    """Return what lies (down, across) from each pixel, nothing beyond the border."""
    height, width = plane.shape[-2:]
    padded = functional.pad(plane, (abs(across),) * 2 + (abs(down),) * 2)
    top, start = abs(down) + down, abs(across) + across
    return padded[..., top : top + height, start : start + width]
