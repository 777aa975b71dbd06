"""Pushing surfaces to where they are at a time; of several that land together the nearest shows.

Where it covers but a part of a pixel, the nearest of those behind it shows too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.warp import landings_at

DEPTH_SHARPNESS = 40.0
"""How fast a surface fades behind the nearest one, with the relative difference of their depths."""

LEAST_SHARE = 0.2
"""A surface that covers less of a pixel hides nothing there; more, and outlines would grow by a
pixel. Where neighbours move apart, the nearest still covers so much."""

BEHIND = 1.1
"""How many times as far as the nearest a surface is that lies behind it."""

LEAST_OPEN = 1e-3
"""Part of a pixel; what is nearest and leaves less open hides all."""

LEAST_TRUST = 1e-6

Size = tuple[int, int]


@dataclass(frozen=True)
class Surfaces:
    """N pieces of surface of one frame, on their way."""

    place: Tensor
    """(B, 2, N), where they are, pixels."""
    depth: Tensor
    """(B, 1, N), above 0."""
    flows: Tensor
    """(B, C, N), what they say, each as much as it is trusted."""
    trust: Tensor
    """(B, 1, N), above 0."""
    cover: Tensor
    """(B, 1, N), 0..1, how much of a pixel they hide of what is behind."""

    def landings(self, size: Size) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the pixels that they land on, and their shares; see `landings_at`."""
        yield from landings_at(self.place[:, 0], self.place[:, 1], *size)

    def carried(self, weight: Tensor) -> Iterator[Tensor]:
        """Yield what is summed by a weight (B, 1, N), plane by plane in the order of `Landed`."""
        trusted = weight * self.trust
        for flow in self.flows.split(1, 1):
            yield flow * trusted
        yield trusted
        yield self.cover * weight
        yield weight

    def only(self, kept: Tensor) -> Surfaces:
        """Return those with some of the numbers 0 to N."""
        planes = self.place, self.depth, self.flows, self.trust, self.cover
        return Surfaces(*(plane[..., kept] for plane in planes))


@dataclass(frozen=True)
class Landed:
    """What landed of one frame: sums (B, C + 3, H, W) over its pieces, by their share."""

    sums: Tensor

    def flows(self) -> Tensor:
        """Return the mean of what they say, (B, C, H, W)."""
        return self.sums[:, :-3] / self.trust.clamp_min(LEAST_TRUST)

    @property
    def trust(self) -> Tensor:
        """How much it is trusted in all, (B, 1, H, W)."""
        return self.sums[:, -3:-2]

    @property
    def cover(self) -> Tensor:
        """How much it covers in all, (B, 1, H, W)."""
        return self.sums[:, -2:-1]

    @property
    def weight(self) -> Tensor:
        """How much landed, (B, 1, H, W)."""
        return self.sums[:, -1:]


def splat_nearest(frames: Sequence[Surfaces], size: Size) -> tuple[list[Landed], Tensor]:
    """Return what lands from each frame where nothing nearer lands from any, and how far it is."""
    nearest = _nearest(frames, size)
    return [_sum_at(frame, size, nearest) for frame in frames], nearest


def splat_two(frames: Sequence[Surfaces], size: Size) -> tuple[list[Landed], list[Landed] | None]:
    """Return what is nearest of each frame, and what is next behind it where that shows.

    None: what is nearest hides all.
    """
    front, nearest = splat_nearest(frames, size)
    left_open = [side.weight - side.cover for side in front]
    open_ = torch.cat(left_open, 1).sum(1, keepdim=True) > LEAST_OPEN
    if not bool(open_.any()):
        return front, None
    there = [frame.only(_landing_on(open_.flatten(2), frame, size)) for frame in frames]
    second = _nearest(there, size, nearest)
    return front, [_sum_at(frame, size, second, nearest) for frame in there]


def _landing_on(mask: Tensor, frame: Surfaces, size: Size) -> Tensor:
    """Return the numbers of those that land on a mask (B, 1, H * W) at any of its times."""
    found = torch.zeros_like(frame.depth, dtype=torch.bool)
    for index, share in frame.landings(size):
        found |= mask.gather(2, index) & (share > 0)
    return found.any(0)[0].nonzero()[:, 0]


def _nearest(frames: Sequence[Surfaces], size: Size, before: Tensor | None = None) -> Tensor:
    """Return the least depth (B, 1, H * W) of what lands, behind what is ``before``."""
    batch = len(frames[0].depth)
    nearest = frames[0].depth.new_full((batch, 1, size[0] * size[1]), torch.inf)
    for frame in frames:
        for index, share in frame.landings(size):
            counts = share > LEAST_SHARE
            if before is not None:
                counts &= _is_behind(frame, before.gather(2, index))
            reached = torch.where(counts, frame.depth, torch.inf)
            nearest = nearest.scatter_reduce(2, index, reached, "amin")
    return nearest


def _sum_at(frame: Surfaces, size: Size, nearest: Tensor, before: Tensor | None = None) -> Landed:
    """Return what one frame has at a depth (B, 1, H * W), behind what is ``before``."""
    batch, channels = frame.flows.shape[:2]
    total = frame.flows.new_zeros(batch, channels + 3, size[0] * size[1])
    for index, share in frame.landings(size):
        farther = (frame.depth / nearest.gather(2, index) - 1).clamp_min(0)
        weight = share * torch.exp(-DEPTH_SHARPNESS * farther)
        if before is not None:
            weight = weight * _is_behind(frame, before.gather(2, index))
        for sums, plane in zip(total.split(1, 1), frame.carried(weight), strict=True):
            sums.scatter_add_(2, index, plane)
    return Landed(total.unflatten(2, size))


def _is_behind(frame: Surfaces, before: Tensor) -> Tensor:
    return frame.depth > BEHIND * before
