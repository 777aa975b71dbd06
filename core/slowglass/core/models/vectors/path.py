"""The path of a surface between two frames: where it is at any time between them.

A frame's vectors tell where its surfaces are one frame before and after. Three places make a
parabola, which follows even acceleration exactly and a turning wheel closely.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.warp import backward_warp

LARGEST_MISS_PIXELS = 1.0
"""What misses its start by more, there and back, is hidden in the other frame."""

DENIED = 0.25
"""Where the other frame knows less than this part of an acceleration, it ended at the first."""


@dataclass(frozen=True)
class Path:
    """Ways from one frame to the other of a pair, (1, 2, H, W) or, of pieces, (1, 2, N); pixels."""

    whole: Tensor
    """To where the surface is in the other frame."""
    bend: Tensor
    """How much further it has come in the middle than half of the way."""

    def at(self, part: Tensor) -> Tensor:
        """Return the ways (B, 2, ...) for parts (B, 1, ...) of the time to the other frame."""
        return part * self.whole + 4 * part * (1 - part) * self.bend


def follow(to_other: Tensor, acceleration: Tensor, frames_apart: int) -> Path:
    """Return the path over a number of frames of a surface that accelerates evenly.

    Args:
        to_other: (1, 2, H, W), way in the first frame towards the other, pixels.
        acceleration: like it, pixels for each frame squared.
        frames_apart: how many frames the other is away, 1 or more.
    """
    count = frames_apart
    whole = count * to_other + acceleration * (count * (count - 1) / 2)
    return Path(whole, acceleration * (-(count**2) / 8))


def shared_acceleration(own: Tensor, other: Tensor, there: Tensor, back: Tensor) -> Tensor:
    """Return the acceleration (1, 2, H, W) between two frames that both can be believed in.

    Each frame's own reaches to its far side as well, and that may be another shot, or the moment
    before a bounce. Where the other frame shows the surface and next to no acceleration, it counts.

    Args:
        own: what the first frame says, pixels for each frame squared.
        other: what the other says.
        there: way from the first to the other.
        back: way from the other to the first.
    """
    theirs = backward_warp(other, there)
    denied = length(theirs) < DENIED * length(own)
    seen = round_trip_miss(there, back) < LARGEST_MISS_PIXELS
    return torch.where(denied & seen, theirs, own)


def round_trip_miss(there: Tensor, back: Tensor) -> Tensor:
    """Return by how many pixels (1, 1, H, W) there and back again misses the start."""
    return length(there + backward_warp(back, there))


def length(vectors: Tensor) -> Tensor:
    """Return how long vectors (1, 2, ...) are, (1, 1, ...); `Tensor.norm` takes ten times that."""
    return torch.hypot(vectors[:, :1], vectors[:, 1:])
