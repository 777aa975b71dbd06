"""Depth says what is in front: where samples of a field disagree, near things hide far ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition import scale_field
from slowglass.core.depth import FARTHEST
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.layers.planes import Sides, grown, mismatches
from slowglass.core.layers.seen import FEWEST_PIXELS, Pair, stacked
from slowglass.core.layers.together import known_motion, seen_together, side_by_side
from slowglass.core.warp import nearest_warp, resize_plane, size_within

JUDGED = 320
"""Longest side of the pictures in which it is judged what is near, and whose samples disagree."""

REACH = 56
"""Pixels of that picture: what is wider and higher than twice that is the ground for others."""

NEARER = 0.1
"""Relative difference of depth from which on one thing is before another."""

NOTHING = 2 / FARTHEST
"""Nearness up to which there is nothing."""

ALIKE = (0.015, 0.045)
"""Mismatch (0..1) of two samples up to which they surely show one thing, and from which on not."""


class NearThings:
    """What is nearer than its surroundings in both frames of a pair."""

    def __init__(self, nearness: Sides, pictures: Sides) -> None:
        """Take 1 / distance, (1, 1, H, W), and pictures, (1, 3, H, W) in 0..1, left and right."""
        self._nearness, self._pictures = nearness, pictures
        self._sized: _Sized | None = None

    def in_front(self, field: WarpField) -> WarpField:
        """Return a field of batch 1 in which near things hide far ones.

        Where its samples agree in colour and depth, or touch an empty background, it stays to the
        bit. Elsewhere what is nearer than its surroundings moves on as it does where it is seen,
        and so does what is behind: in more samples, after those of the field.
        """
        size = field.flow.shape[-2:]
        if self._sized is None:
            self._sized = _sized(self._nearness, self._pictures, *size)
        pair = self._sized.pair
        if not pair.layers:
            return field
        coarse = scale_field(field, *pair.size)
        differ = mismatches(pair.pictures, coarse)
        apart = disagreement(coarse, self._sized.bounds, differ)
        if not bool(apart.any()):
            return field
        wanted = grown(apart, 1) > 0  # made larger, it takes from the pixels around
        apart = resize_plane(apart, *size)
        known = [known_motion(coarse, layer, coarse, differ) for layer in pair.layers]
        ordered = scale_field(seen_together(known, pair, wanted), *size)
        return side_by_side(
            [
                replace(field, weight=field.weight * (1 - apart)),
                replace(ordered, weight=ordered.weight * apart),
            ]
        )


@dataclass(frozen=True)
class _Sized:
    """All that is known of a pair, at the size of its fields or smaller."""

    bounds: tuple[Sides, Sides]
    """The least and the greatest nearness around each pixel."""
    pair: Pair
    """What is near, and what is behind it; no layers where nothing is near."""


def _sized(nearness: Sides, pictures: Sides, height: int, width: int) -> _Sized:
    size = size_within(height, width, JUDGED)
    near = _nearest(nearness[LEFT], size), _nearest(nearness[RIGHT], size)
    small = resize_plane(pictures[LEFT], *size), resize_plane(pictures[RIGHT], *size)
    mattes = before_surroundings(near[LEFT]), before_surroundings(near[RIGHT])
    there = min(float(matte.sum()) for matte in mattes) >= FEWEST_PIXELS
    least = -grown(-near[LEFT], 1), -grown(-near[RIGHT], 1)
    most = grown(near[LEFT], 1), grown(near[RIGHT], 1)
    return _Sized((least, most), Pair(stacked([mattes], [False]) if there else [], small))


def before_surroundings(nearness: Tensor) -> Tensor:
    """Return 1 where a pixel is nearer than all around a thing of its size, else 0, (1, 1, H, W).

    Nearness is linear along planes, so that ground which recedes is before nothing.

    Source: Serra, "Image Analysis and Mathematical Morphology", 1982: what an opening takes away
    (the top-hat of F. Meyer).
    """
    reach = REACH // 2  # ground is smooth, and the farthest of four pixels is ground if any is
    half = -functional.max_pool2d(-nearness, 2, ceil_mode=True)
    room = 2 * reach
    wide = functional.pad(half, (room,) * 4, mode="replicate")
    opened = grown(-grown(-wide, reach), reach)[..., room:-room, room:-room]
    ground = resize_plane(opened, *nearness.shape[-2:])
    return (nearness > ground * (1 + NEARER)).to(nearness.dtype)


def disagreement(field: WarpField, bounds: tuple[Sides, Sides], differ: Sequence[Tensor]) -> Tensor:
    """Return (1, 1, H, W), 0 where both samples of each pair show one thing, 1 where none does.

    Beside nothing no depth says whose a pixel is: an outline there is of one thing alone, in part,
    and goes with it as it is. So it is 0 there, too.

    Args:
        field: of batch 1.
        bounds: the least and the greatest nearness around each pixel, left and right, at its size.
        differ: what `mismatches` gives of it.
    """
    sides = [torch.cat([least, most], 1) for least, most in zip(*bounds, strict=True)]
    apart = torch.zeros_like(field.weight[:, :1])
    for (near, far), differs in zip(field.pairs(), differ, strict=True):
        one, other = (nearest_warp(sides[field.sides[k]], field.flow[:, k]) for k in (near, far))
        gap = torch.maximum(one[:, :1] / other[:, 1:], other[:, :1] / one[:, 1:]) - 1
        alike = _falling(gap, NEARER / 2, NEARER)
        alike = alike * _falling(differs, *ALIKE)
        nothing = torch.minimum(one[:, :1], other[:, :1]) <= NOTHING
        apart += field.weight[:, (near, far)].sum(1, keepdim=True) * (1 - alike) * ~nothing
    return apart.clamp(0, 1)


def _falling(values: Tensor, start: float, end: float) -> Tensor:
    """Return 1 up to ``start`` and 0 from ``end`` on."""
    return ((end - values) / (end - start)).clamp(0, 1)


def _nearest(plane: Tensor, size: tuple[int, int]) -> Tensor:
    """Return a plane at another size without mixing its values."""
    return functional.interpolate(plane, size=size, mode="nearest-exact")
