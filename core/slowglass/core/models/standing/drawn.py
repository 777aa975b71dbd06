"""What looks drawn onto the picture: lettering and logos by their edges, bars by their border."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.standing.judged import judged_size, mean_around
from slowglass.core.warp import resize_plane

DETAIL = 0.012
"""How far around a pixel, in parts of the longest side, edges are looked for."""
EDGE = 0.08
"""Step of brightness (0..1) that makes an edge."""
SAME_WAY = 0.8
"""Cosine between the gradients of both frames from which on their edges are one."""
DRAWN = 0.12
"""Part of the pixels around that must lie on edges which stay, for something to be drawn there."""
ROW_ALIKE = 0.999
"""Part of the pixels of a row, or column, that must be alike for it to belong to a bar."""


def bars(left: Tensor, alike: Tensor, tolerance: float) -> Tensor:
    """Return the bands along the border that are alike all along and flat where they end.

    Lettering may stand in them; a still wall is no bar.
    """
    mask = torch.zeros_like(alike)
    for turns in range(4):
        picture, same = (torch.rot90(plane, turns, (-2, -1)) for plane in (left, alike))
        whole = same.sum((0, 1, 3)) >= ROW_ALIKE * same.shape[-1]
        rows = int(whole.int().cumprod(0).sum())
        if 0 < rows < len(whole):
            edge = picture[..., rows - 1, :]
            flat = (edge - edge.mean(-1, keepdim=True)).abs().amax(1) <= tolerance
            if flat.sum() >= ROW_ALIKE * flat.numel():
                band = same.clone()
                band[..., rows:, :] = False
                mask |= torch.rot90(band, -turns, (-2, -1))
    return mask


def drawn(left: Tensor, right: Tensor, alike: Tensor) -> Tensor:
    """Return where edges stay that are alike in both frames, and what is alike around them.

    Flat places that happen to be alike are left to motion: they are alike wherever it takes them.
    """
    height, width = left.shape[-2:]
    size = judged_size(height, width)
    one, other = (_gradient(picture.mean(1, keepdim=True)) for picture in (left, right))
    squares = [gradient.square().sum(1, keepdim=True) for gradient in (one, other)]
    along = (one * other).sum(1, keepdim=True)
    edges = (torch.minimum(*squares) > EDGE**2) & (along > 0)
    edges &= along.square() > SAME_WAY**2 * squares[0] * squares[1]
    solid = -functional.max_pool2d(-alike.float(), 3, 1, 1)
    near = resize_plane(functional.max_pool2d(solid, 5, 1, 2) * edges, *size)
    reach = max(2, round(DETAIL * max(size)))
    kept = resize_plane(alike.float(), *size)
    found = (mean_around(near, reach) > DRAWN).float()
    for _ in range(reach):
        found = functional.max_pool2d(found, 3, 1, 1) * (kept > 0)
    return resize_plane(found, height, width) > 0


def _gradient(luma: Tensor) -> Tensor:
    """Return central differences (1, 2, H, W) over two pixels, across and down."""
    padded = functional.pad(luma, (1, 1, 1, 1), mode="replicate")
    across = padded[..., 1:-1, 2:] - padded[..., 1:-1, :-2]
    down = padded[..., 2:, 1:-1] - padded[..., :-2, 1:-1]
    return torch.cat([across, down], 1)
