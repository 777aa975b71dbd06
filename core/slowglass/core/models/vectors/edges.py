"""Pixels on the outline of a surface: colour and vectors are averaged over the pixel, depth is not.

Against emptiness only the surface counts, so vectors are its own; beside another surface they are a
mixture that belongs to neither. Measured on Blender's passes.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.depth import FARTHEST
from slowglass.core.warp import gather

SAME_SURFACE = 0.1
"""Neighbouring pixels whose depths differ relatively by less lie on one surface."""

REACH = 2
"""Pixels around an outline in which its surface's own motion is looked for."""


def steps_within(reach: int) -> list[tuple[int, int]]:
    """Return the steps down and across to all pixels within reach, the nearest first."""
    along = range(-reach, reach + 1)
    steps = itertools.product(along, along)
    return sorted(steps, key=lambda step: step[0] ** 2 + step[1] ** 2)


_AROUND = steps_within(REACH)[1:]

BEHIND_OUTLINE_TRUST = 0.02
"""What a pixel beside a nearer surface counts: it holds some of that surface's colour."""


def without_ties(depth: Tensor, vectors: Tensor) -> Tensor:
    """Return depth (1, 1, H, W) in which what a surface covers in part lies before emptiness.

    Such pixels have the surface's vectors, but the depth of the emptiness beside it. They show
    before emptiness and nothing else: where they come to lie over something, it shows through.
    """
    moves = vectors.abs().amax(1, keepdim=True) > 0
    return torch.where((depth >= FARTHEST) & moves, FARTHEST / 2, depth)


def colour_trust(depth: Tensor) -> Tensor:
    """Return 1, or less beside a nearer surface, whose colour the pixels of an outline share.

    That a surface covers in part has its colour alone.
    """
    behind = _is_behind(depth, nearest_around(depth)) & (depth != FARTHEST / 2)
    return torch.where(behind, BEHIND_OUTLINE_TRUST, 1.0)


def unmixed(vectors: Tensor, depth: Tensor, outline: Tensor) -> Tensor:
    """Return vectors (1, C, H, W), those where two surfaces meet taken from inside of their own.

    What is so thin that it has no inside keeps what it has.

    Args:
        vectors: as they were rendered.
        depth: (1, 1, H, W).
        outline: where it is one, see `is_outline`.
    """
    rows, columns = torch.nonzero(outline[0, 0], as_tuple=True)
    source = torch.cat([vectors, depth, outline.to(vectors.dtype)], 1)
    found = vectors[0, :, rows, columns]
    own, missing = depth[0, 0, rows, columns], torch.ones_like(rows, dtype=torch.bool)
    for down, across in _AROUND:
        place = (columns + across)[None, None], (rows + down)[None, None]
        around = gather(source, *place, "clamp")[0, :, 0]
        alike = ((around[-2] - own).abs() < SAME_SURFACE * own) & (around[-1] == 0) & missing
        found = torch.where(alike, around[:-2], found)
        missing = missing & ~alike
    result = vectors.clone()
    result[0, :, rows, columns] = found
    return result


def is_outline(depth: Tensor) -> Tensor:
    """Return where (1, 1, H, W) a surface meets another in a pixel or beside it."""
    return _is_behind(farthest_around(depth), nearest_around(depth)) & ~is_empty(depth)


def is_empty(depth: Tensor) -> Tensor:
    """Return where there is nothing, or something that covers but part of a pixel."""
    return depth >= FARTHEST / 2


def _is_behind(depth: Tensor, nearest: Tensor) -> Tensor:
    return depth > (1 + SAME_SURFACE) * nearest


def nearest_around(depth: Tensor, reach: int = 1) -> Tensor:
    """Return the least depth within so many pixels."""
    return -functional.max_pool2d(-depth, 2 * reach + 1, 1, reach)


def farthest_around(depth: Tensor, reach: int = 1) -> Tensor:
    """Return the greatest depth within so many pixels, but for emptiness."""
    return functional.max_pool2d(torch.where(is_empty(depth), 0, depth), 2 * reach + 1, 1, reach)
