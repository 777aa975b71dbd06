"""Pixels that two surfaces share, and how much of each is either's.

A renderer averages vectors over a pixel as it averages colour. So where two surfaces move apart
their vectors tell. Measured on Blender's passes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.vectors.edges import (
    SAME_SURFACE,
    farthest_around,
    is_empty,
    nearest_around,
    steps_within,
)

REACH = 4
"""Pixels around a shared one in which either surface is looked for alone: outlines are as wide."""

LEAST_APART_PIXELS = 0.25
"""In a frame; what moves apart by less stays together."""

PURE = 0.02
"""A surface that covers less of a pixel gives it no colour that could be seen."""

_STEPS = steps_within(REACH)


@dataclass(frozen=True)
class SharedPixels:
    """Pixels that a nearer surface covers in part; M of them, by their numbers in the frame."""

    places: Tensor
    """(M,)"""
    nearer: Tensor
    """(M,), for each the pixel beside it that shows the nearer surface alone."""
    farther: Tensor
    """(M,), and that which shows the farther one alone."""
    cover: Tensor
    """(M,) float32, 0..1, how much of each is the nearer surface's."""

    def only(self, kept: Tensor) -> SharedPixels:
        """Return those that a mask (M,) holds."""
        planes = self.places, self.nearer, self.farther, self.cover
        return SharedPixels(*(plane[kept] for plane in planes))


def no_shared_pixels(like: Tensor) -> SharedPixels:
    """Return none, on the device of a tensor."""
    none = torch.zeros(0, dtype=torch.long, device=like.device)
    return SharedPixels(none, none, none, none.float())


def shared_pixels(vectors: Tensor, depth: Tensor, outline: Tensor) -> SharedPixels:
    """Return what two surfaces share that move apart, and the pixels next to it.

    Where a renderer does not average vectors none is shared, so there are none.

    Args:
        vectors: (1, C, H, W), all of a frame, as they were rendered; pixels.
        depth: (1, 1, H, W).
        outline: where surfaces meet, see `is_outline`.
    """
    found = _beside_outlines(depth, outline)
    flat = vectors[0].flatten(1)
    behind = flat[:, found.farther]
    apart = flat[:, found.nearer] - behind
    square = apart.square().sum(0)
    cover = ((flat[:, found.places] - behind) * apart).sum(0) / square.clamp_min(1e-12)
    moves = square > LEAST_APART_PIXELS**2 * len(flat) / 2  # two components make a vector
    in_part = moves & (cover > PURE) & (cover < 1 - PURE)
    near_by = torch.zeros_like(depth)
    near_by.view(-1)[found.places[in_part]] = 1
    near_by = functional.max_pool2d(near_by, 3, 1, 1)
    kept = moves & (near_by.view(-1)[found.places] > 0)
    return replace(found, cover=cover.clamp(0, 1)).only(kept)


def _beside_outlines(depth: Tensor, outline: Tensor) -> SharedPixels:
    """Return the pixels on outlines and around them that two surfaces may share, uncovered yet.

    What lies between the nearest and the farthest around is neither's.
    """
    height, width = depth.shape[-2:]
    wide = functional.max_pool2d(outline.to(depth.dtype), 3, 1, 1) > 0
    rows, columns = torch.nonzero((wide & ~is_empty(depth))[0, 0], as_tuple=True)
    near, far = (
        around(depth, 2)[0, 0, rows, columns] for around in (nearest_around, farthest_around)
    )
    nearer, farther = torch.full_like(rows, -1), torch.full_like(rows, -1)
    for down, across in _STEPS:
        row, column = (rows + down).clamp(0, height - 1), (columns + across).clamp(0, width - 1)
        alone, number = ~outline[0, 0, row, column], row * width + column
        is_near, is_far = (alone & _is_at(depth[0, 0, row, column], one) for one in (near, far))
        nearer = torch.where(is_near & (nearer < 0), number, nearer)
        farther = torch.where(is_far & (farther < 0), number, farther)
    own = depth[0, 0, rows, columns]
    both = (nearer >= 0) & (farther >= 0) & (_is_at(own, near) | _is_at(own, far))
    places = rows * width + columns
    return SharedPixels(places, nearer, farther, torch.zeros_like(near)).only(both)


def _is_at(depth: Tensor, surface: Tensor) -> Tensor:
    """Return whether a depth is that of a surface."""
    return (depth - surface).abs() < SAME_SURFACE * surface
