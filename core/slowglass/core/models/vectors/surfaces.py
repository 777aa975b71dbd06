"""The surfaces that two frames show: where each goes, how far away it is, how pure its colour."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from slowglass.core.models.vectors.channels import FrameVectors
from slowglass.core.models.vectors.edges import colour_trust, unmixed, without_ties
from slowglass.core.models.vectors.path import (
    LARGEST_MISS_PIXELS,
    Path,
    follow,
    round_trip_miss,
    shared_acceleration,
)
from slowglass.core.models.vectors.splat import Surfaces, splat_nearest
from slowglass.core.warp import nearest_warp

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
    """All pixels of one frame of a pair; planes are (1, 1, H, W)."""

    path: Path
    """To the other frame."""
    depth: Tensor
    """In this frame."""
    depth_there: Tensor
    """In the other one."""
    trust: Tensor
    """0..1, how much the colour is the surface's own."""

    def at(self, part: Tensor) -> tuple[Tensor, Tensor]:
        """Return way and depth for parts (B, 1, 1, 1) of the time to the other frame."""
        batch = len(part)
        here, there = (d.expand(batch, -1, -1, -1) for d in (self.depth, self.depth_there))
        return self.path.at(part), torch.lerp(here, there, part)


def pair_surfaces(
    left: FrameVectors, right: FrameVectors, frames_apart: int
) -> tuple[FrameSurfaces, FrameSurfaces]:
    """Return the surfaces of both frames of a pair that many frames apart."""
    left, right = _agreed_where_still(left, right)
    left, right = _sharpened(left), _sharpened(right)
    first, second = _paths(left, right, frames_apart)
    if left.depth is None or right.depth is None:
        return _without_depth(first, second), _without_depth(second, first)
    return _with_depth(first, left.depth, right.depth), _with_depth(second, right.depth, left.depth)


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


def _sharpened(frame: FrameVectors) -> FrameVectors:
    """Return the vectors and the depth of a frame, each pixel's of one surface."""
    if frame.depth is None:
        return frame
    pairs = [frame.to_next] if frame.to_previous is None else [frame.to_next, frame.to_previous]
    vectors = torch.cat(pairs, 1)
    depth = without_ties(frame.depth, vectors)
    vectors = unmixed(vectors, depth)
    return FrameVectors(vectors[:, :2], vectors[:, 2:] if len(pairs) > 1 else None, depth)


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
    ((total, cover),) = splat_nearest([Surfaces(way, depth, -way)])
    return torch.where(cover > 0, total / cover.clamp_min(1e-6), -right.to_next)


def _with_depth(path: Path, depth: Tensor, other: Tensor) -> FrameSurfaces:
    """Return surfaces whose depth in the other frame is looked up where they are seen there."""
    there = nearest_warp(other, path.whole)
    same = (there - depth).abs() < SAME_DEPTH * depth
    return FrameSurfaces(path, depth, torch.where(same, there, depth), colour_trust(depth))


def _without_depth(path: Path, other: Path) -> FrameSurfaces:
    """Return surfaces of which those that only one frame shows are hidden by those of both."""
    hidden = round_trip_miss(path.whole, other.whole) / LARGEST_MISS_PIXELS
    depth = 1 + hidden.clamp(0, 1)
    return FrameSurfaces(path, depth, depth, torch.ones_like(depth))
