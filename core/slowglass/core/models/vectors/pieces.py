"""The pieces of surface that a frame shows: a pixel each, two where two surfaces share one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.models.vectors.edges import BEHIND_OUTLINE_TRUST
from slowglass.core.models.vectors.path import Path, length
from slowglass.core.models.vectors.shared import PURE, SharedPixels
from slowglass.core.warp import landings_at

Size = tuple[int, int]
"""Height and width."""


@dataclass(frozen=True)
class MovedPieces:
    """N pieces of one frame on their way to the other."""

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
        for k in range(self.flows.shape[1]):
            yield self.flows[:, k : k + 1] * trusted
        yield trusted
        yield self.cover * weight
        yield weight

    def only(self, kept: Tensor) -> MovedPieces:
        """Return those with these numbers."""
        planes = self.place, self.depth, self.flows, self.trust, self.cover
        return MovedPieces(*(plane[..., kept] for plane in planes))


@dataclass(frozen=True)
class Pieces:
    """N pieces of one frame; planes are (1, C, N)."""

    start: Tensor
    """C = 2: where each is in its frame, pixels."""
    path: Path
    """C = 2: its way to the other frame."""
    inside: Tensor
    """C = 2: the step from there to where its colour is taken, pixels."""
    depth: Tensor
    """C = 1: in this frame."""
    depth_there: Tensor
    """C = 1: in the other one."""
    trust: Tensor
    """C = 1: 0..1, how much that colour is its own."""
    cover: Tensor
    """C = 1: 0..1, how much of a pixel it hides of what is behind it."""

    def moved(self, part: Tensor) -> MovedPieces:
        """Return them at parts (B, 1, 1) of the time to the other frame.

        They carry their flow into this frame, to where their colour is, and into the other.
        """
        way, depth = self.path.at(part), torch.lerp(self.depth, self.depth_there, part)
        flows = torch.cat([self.inside - way, self.path.whole - way], 1)
        trust, cover = (one.expand(len(part), -1, -1) for one in (self.trust, self.cover))
        return MovedPieces(self.start + way, depth, flows, trust, cover)


def pieces(
    path: Path, depths: tuple[Tensor, Tensor], trust: Tensor, shared: SharedPixels
) -> Pieces:
    """Return the pieces of a frame; those behind in shared pixels come after all others.

    Args:
        path: of all pixels.
        depths: in this frame and in the other, (1, 1, H, W).
        trust: how much each pixel's colour is its own, (1, 1, H, W).
        shared: pixels that two surfaces share.
    """
    width, count = trust.shape[-1], trust.numel()
    pixels = torch.arange(count, device=trust.device)
    place, source = torch.cat([pixels, shared.places]), torch.cat([pixels, shared.farther])
    source[shared.places] = shared.nearer

    def of(plane: Tensor) -> Tensor:
        return plane.flatten(2)[..., source]

    def where(number: Tensor) -> Tensor:
        return torch.stack([number % width, number // width])[None].to(trust.dtype)

    start, trusts = where(place), torch.cat([trust.flatten(), torch.ones_like(shared.cover)])
    inside, cover = torch.zeros_like(start), torch.ones_like(trusts)
    steps = [where(one) - where(shared.places) for one in (shared.nearer, shared.farther)]
    moved = (path.whole.flatten(2)[..., one] for one in (shared.nearer, shared.farther))
    kept = _kept(shared.cover, steps[0], *moved)
    front = kept + (1 - kept) * shared.cover
    is_mixed = shared.cover > PURE
    cover[shared.places] = front
    trusts[shared.places] = shared.cover.clamp_min(BEHIND_OUTLINE_TRUST)
    trusts[count:][is_mixed] = BEHIND_OUTLINE_TRUST
    inside[..., shared.places] = steps[0] * ((1 - kept / front.clamp_min(PURE)) * is_mixed)
    inside[..., count:] = steps[1] * is_mixed
    path = Path(of(path.whole), of(path.bend))
    planes = (trusts[None, None], cover[None, None])
    return Pieces(start, path, inside, of(depths[0]), of(depths[1]), *planes)


def _kept(cover: Tensor, step: Tensor, near: Tensor, far: Tensor) -> Tensor:
    """Return 0..1, how much of a shared pixel goes on as it is, with the nearer surface.

    The rest is made of its two surfaces as they are beside it. The pixel itself is wrong by what is
    behind it then, the two by what the nearer surface is elsewhere; either differs the more, the
    farther away it is, up to where nothing is alike. So they are weighted as two guesses are.

    Args:
        cover: (M,), 0..1, how much of it the nearer surface covers.
        step: (1, 2, M), to where that is alone.
        near: (1, 2, M), its way to the other frame.
        far: (1, 2, M), that of what is behind.
    """
    apart, away = length(near - far)[0, 0], length(step)[0, 0].clamp_min(1)
    behind = (1 - cover) * (apart / away).clamp_max(1)
    square = cover.square()
    kept: Tensor = square / (square + behind.square()).clamp_min(1e-12)
    return kept
