"""What looks drawn onto the picture: lettering and logos by their edges, bars by their border."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.standing import compiled
from slowglass.core.models.standing.judged import judged_size, mean_around
from slowglass.core.warp import resize_plane

DETAIL = 0.012
"""How far around a pixel, in parts of the longest side, edges are looked for."""
EDGE = 0.14
"""Step of brightness (0..1) that makes an edge of something drawn."""
SOFT_EDGE = 0.08
"""Step of brightness that makes one at the rim of what stands."""
SAME_WAY = 0.8
"""Cosine between the gradients of both frames from which on their edges are one."""
DRAWN = 0.12
"""Part of the pixels around that must lie on edges which stay, for something to be drawn there."""
_FEWEST_EDGES = 2 * DRAWN
"""Fewer pixels on edges than this times the square of the reach are nowhere dense enough; half of
what fills one square to `DRAWN`, since planes are resampled in between."""
ROW_ALIKE = 0.999
"""Part of the pixels of a row, or column, that must be alike for it to belong to a bar."""


def bars(left: Tensor, alike: Tensor, tolerance: float) -> Tensor:
    """Return the bands along the border that are alike all along and flat where they end.

    Lettering may stand in them; a still wall is no bar.
    """
    mask = torch.zeros_like(alike)
    borders = (alike[..., 0, :], alike[..., -1], alike[..., -1, :], alike[..., 0])
    for turns in (k for k, border in enumerate(borders) if _whole(border)):
        picture, same = (torch.rot90(plane, turns, (-2, -1)) for plane in (left, alike))
        whole = same.sum((0, 1, 3)) >= ROW_ALIKE * same.shape[-1]
        rows = int(whole.int().cumprod(0).sum())
        if rows < len(whole):
            edge = picture[..., rows - 1, :]
            if _whole((edge - edge.mean(-1, keepdim=True)).abs().amax(1) <= tolerance):
                band = same.clone()
                band[..., rows:, :] = False
                mask |= torch.rot90(band, -turns, (-2, -1))
    return mask


def _whole(row: Tensor) -> bool:
    """Return whether nearly all of a row is True."""
    return bool(row.sum() >= ROW_ALIKE * row.numel())


def drawn(left: Tensor, right: Tensor, alike: Tensor) -> Tensor:
    """Return where edges stay that are alike in both frames, and what is alike around them.

    Flat places that happen to be alike are left to motion: they are alike wherever it takes them.
    """
    height, width = left.shape[-2:]
    size = judged_size(height, width)
    reach = reach_within(size)
    edges = steady_edges(left, right, alike)
    if edges.sum() < _FEWEST_EDGES * reach**2 * height * width / (size[0] * size[1]):
        return torch.zeros_like(alike)
    found = mean_around(resize_plane(edges.float(), *size), reach) > DRAWN
    if not bool(found.any()):
        return torch.zeros_like(alike)
    return _grown(found, alike, size, reach)


def spread(held: Tensor, lettering: Tensor) -> Tensor:
    """Return what stands with the lettering that touches it: letters stand together."""
    size = judged_size(*held.shape[-2:])
    found = resize_plane(held.float(), *size) > 0
    return lettering & _grown(found, lettering, size, reach_within(size))


def reach_within(size: tuple[int, int]) -> int:
    """Return the pixels of a judged picture within which edges are counted."""
    return max(2, round(DETAIL * max(size)))


def _grown(found: Tensor, inside: Tensor, size: tuple[int, int], reach: int) -> Tensor:
    """Return what is ``found`` in the judged picture, grown inside, at full size."""
    kept = resize_plane(inside.float(), *size) > 0
    return resize_plane(grow_within(found & kept, kept, reach).float(), *inside.shape[-2:]) > 0


def steady_edges(left: Tensor, right: Tensor, alike: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, edges that both frames have beside what is alike.

    A stroke of lettering is a pixel wide or two: three pixels that touch are enough.
    """
    if left.device.type == "cpu":
        return compiled.steady_edges(left, right, alike, EDGE, SAME_WAY)
    return steady_edges_by_torch(left, right, alike)


def steady_edges_by_torch(
    left: Tensor, right: Tensor, alike: Tensor, edge: float = EDGE, same_way: float = SAME_WAY
) -> Tensor:
    """Do the same in torch, on any device."""
    one, other = (_gradient(picture.mean(1, keepdim=True)) for picture in (left, right))
    squares = [gradient.square().sum(1, keepdim=True) for gradient in (one, other)]
    along = (one * other).sum(1, keepdim=True)
    edges = (torch.minimum(*squares) > edge**2) & (along > 0)
    edges &= along.square() > same_way**2 * squares[0] * squares[1]
    count = functional.avg_pool2d(alike.float(), 3, 1, 1, divisor_override=1)
    held = alike & (count > 2.5)
    return edges & (functional.max_pool2d(held.float(), 3, 1, 1) > 0)


def soft_edges(left: Tensor, right: Tensor, held: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, pixels beside ``held`` where both frames have an edge alike.

    A letter covers such a pixel in part: half of it is the picture behind, so it is not alike.
    """
    everywhere = torch.ones_like(held)
    beside = grow_within(held, everywhere, 1)
    if left.device.type == "cpu":
        edges = compiled.steady_edges(left, right, everywhere, SOFT_EDGE, 0.0)
    else:
        edges = steady_edges_by_torch(left, right, everywhere, SOFT_EDGE, 0.0)
    return beside & ~held & edges


def grow_within(found: Tensor, kept: Tensor, steps: int) -> Tensor:
    """Return (1, 1, H, W) bool, what grows from ``found`` by a pixel a step inside ``kept``."""
    if found.device.type == "cpu":
        return compiled.grow_within(found, kept, steps)
    return grow_within_by_torch(found, kept, steps)


def grow_within_by_torch(found: Tensor, kept: Tensor, steps: int) -> Tensor:
    """Do the same in torch, on any device."""
    grown = found.float()
    for _ in range(steps):
        grown = functional.max_pool2d(grown, 3, 1, 1) * kept
    return grown > 0


def _gradient(luma: Tensor) -> Tensor:
    """Return central differences (1, 2, H, W) over two pixels, across and down."""
    padded = functional.pad(luma, (1, 1, 1, 1), mode="replicate")
    across = padded[..., 1:-1, 2:] - padded[..., 1:-1, :-2]
    down = padded[..., 2:, 1:-1] - padded[..., :-2, 1:-1]
    return torch.cat([across, down], 1)
