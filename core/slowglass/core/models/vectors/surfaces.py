"""The surfaces that two frames show: where each goes, how far away it is, how pure its colour."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT
from slowglass.core.models.vectors.channels import FrameVectors
from slowglass.core.models.vectors.edges import colour_trust, is_outline, unmixed, without_ties
from slowglass.core.models.vectors.path import (
    LARGEST_MISS_PIXELS,
    Path,
    follow,
    round_trip_miss,
    shared_acceleration,
)
from slowglass.core.models.vectors.pieces import MovedPieces, Pieces, pieces
from slowglass.core.models.vectors.shared import SharedPixels, no_shared_pixels, shared_pixels
from slowglass.core.models.vectors.splat import splat_nearest
from slowglass.core.warp import grid_positions, nearest_warp

SAME_DEPTH = 0.25
"""A surface whose distance changes relatively by more from frame to frame is taken for another."""

NO_DEPTH = (
    "No depth channel was found beside the motion vectors: what hides what was guessed from where "
    "the vectors of both frames disagree."
)
NO_BACKWARD = (
    "The motion vectors lead forward only: paths are straight, and what appears in a frame is "
    "taken to have moved evenly."
)


@dataclass(frozen=True)
class FrameSurfaces:
    """What one frame of a pair shows."""

    way: Tensor
    """Of each pixel (1, 2, H, W) to the other frame, pixels."""
    pieces: Pieces
    """Its surfaces."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.way.shape[-2:]
        return height, width


def pair_surfaces(
    left: FrameVectors, right: FrameVectors, frames_apart: int
) -> tuple[FrameSurfaces, FrameSurfaces]:
    """Return the surfaces of both frames of a pair that many frames apart."""
    sharp = [_sharpened(frame) for frame in _agreed_where_still(left, right)]
    left, right = (one.vectors for one in sharp)
    first, second = _paths(left, right, frames_apart)
    if left.depth is None or right.depth is None:
        return _without_depth(first, second), _without_depth(second, first)
    return (
        _with_depth(first, second, left.depth, right.depth, sharp[LEFT].shared),
        _with_depth(second, first, right.depth, left.depth, sharp[RIGHT].shared),
    )


def missing_notes(left: FrameVectors, right: FrameVectors) -> tuple[str, ...]:
    """Return what had to be guessed for lack of a channel, one sentence each."""
    notes = [NO_DEPTH] if left.depth is None or right.depth is None else []
    return (*notes, *([NO_BACKWARD] if left.to_previous is None else []))


def _agreed_where_still(left: FrameVectors, right: FrameVectors) -> tuple[FrameVectors, ...]:
    """Return both frames, with the farther depth where both say that nothing moves.

    What stands still has one depth. Film before emptiness has none to trust: Blender gives it no
    vectors, and a depth in some of its pixels by chance. There neither frame may hide the other.
    """
    if left.depth is None or right.depth is None:
        return left, right
    moves = (left.to_next.abs() + right.to_next.abs()).sum(1, keepdim=True) > 0
    farther = torch.maximum(left.depth, right.depth)
    return (
        replace(left, depth=torch.where(moves, left.depth, farther)),
        replace(right, depth=torch.where(moves, right.depth, farther)),
    )


@dataclass(frozen=True)
class _Sharpened:
    """A frame each of whose pixels has the vectors of one surface, and what two share."""

    vectors: FrameVectors
    shared: SharedPixels


def _sharpened(frame: FrameVectors) -> _Sharpened:
    """Return the vectors and the depth of a frame, each pixel's of one surface."""
    if frame.depth is None:
        return _Sharpened(frame, no_shared_pixels(frame.to_next))
    pairs = [frame.to_next] if frame.to_previous is None else [frame.to_next, frame.to_previous]
    vectors = torch.cat(pairs, 1)
    depth = without_ties(frame.depth, vectors)
    outline = is_outline(depth)
    shared = shared_pixels(vectors, depth, outline)
    vectors = unmixed(vectors, depth, outline)
    back = vectors[:, 2:] if len(pairs) > 1 else None
    return _Sharpened(FrameVectors(vectors[:, :2], back, depth), shared)


def _paths(left: FrameVectors, right: FrameVectors, frames_apart: int) -> tuple[Path, Path]:
    """Return the way of each frame to the other."""
    there = left.to_next
    if left.to_previous is None or right.to_previous is None:
        still, back = torch.zeros_like(there), _turned_round(left, right)
        return follow(there, still, frames_apart), follow(back, still, frames_apart)
    back = right.to_previous
    first, second = there + left.to_previous, back + right.to_next
    return (
        follow(there, shared_acceleration(first, second, there, back), frames_apart),
        follow(back, shared_acceleration(second, first, back, there), frames_apart),
    )


def _turned_round(left: FrameVectors, right: FrameVectors) -> Tensor:
    """Return the way from the right frame back: that of what lands there, or its own turned round.

    What the left frame does not show is taken to have come as it goes on.
    """
    way = left.to_next
    depth = torch.ones_like(way[:, :1]) if left.depth is None else left.depth
    whole = torch.ones_like(depth).flatten(2)
    place = torch.stack(grid_positions(way), 1).flatten(2)
    moving = MovedPieces(place, depth.flatten(2), -way.flatten(2), whole, whole)
    (landed,), _ = splat_nearest([moving], (way.shape[-2], way.shape[-1]))
    return torch.where(landed.weight > 0, landed.flows(), -right.to_next)


def _with_depth(
    path: Path, back: Path, depth: Tensor, other: Tensor, shared: SharedPixels
) -> FrameSurfaces:
    """Return surfaces whose depth in the other frame is looked up where they are seen there."""
    there = nearest_warp(other, path.whole)
    seen = round_trip_miss(path.whole, back.whole) < LARGEST_MISS_PIXELS
    same = seen & ((there - depth).abs() < SAME_DEPTH * depth)
    depths = depth, torch.where(same, there, depth)
    return FrameSurfaces(path.whole, pieces(path, depths, colour_trust(depth), shared))


def _without_depth(path: Path, other: Path) -> FrameSurfaces:
    """Return surfaces of which those that only one frame shows are hidden by those of both."""
    hidden = round_trip_miss(path.whole, other.whole) / LARGEST_MISS_PIXELS
    depth = 1 + hidden.clamp(0, 1)
    whole = pieces(path, (depth, depth), torch.ones_like(depth), no_shared_pixels(depth))
    return FrameSurfaces(path.whole, whole)
