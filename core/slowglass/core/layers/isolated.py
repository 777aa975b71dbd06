"""Pictures of one layer alone, for a model to look at."""

from __future__ import annotations

from torch import Tensor

from slowglass.core.field import LEFT, RIGHT
from slowglass.core.layers.planes import SOLID, Sides
from slowglass.core.layers.seen import SeenLayer
from slowglass.core.models.flow import fill_holes


def isolated(pictures: Sides, layer: SeenLayer) -> Sides:
    """Return both pictures with nothing but a layer in them that could be followed.

    The layer lies over one colour that is unlike its own, so that its outline can be followed too,
    to a part of a pixel. What lies before it is filled from around, so that the outline of that
    cannot.

    Args:
        pictures: left and right, (1, 3, H, W) in 0..1.
        layer: what is wanted of them.
    """
    own = _solid(layer.shown[LEFT]), _solid(layer.shown[RIGHT])
    if not all(bool(one.any()) for one in own):  # all of it is edge
        own = layer.shown
    seen = pictures[LEFT] * own[LEFT], pictures[RIGHT] * own[RIGHT]
    contrast = (_total(seen) < 0.5 * _total(own)).to(seen[LEFT].dtype)

    def side(which: int) -> Tensor:
        shown, open_ = layer.shown[which], 1 - layer.hidden[which]
        colour = fill_holes(seen[which], own[which])
        clear = _solid(open_)
        return fill_holes(clear * (colour * shown + contrast * (open_ - shown)), clear)

    return side(LEFT), side(RIGHT)


def _solid(cover: Tensor) -> Tensor:
    """Return 1 where a pixel shows one layer alone, else 0."""
    return (cover > SOLID).to(cover.dtype)


def _total(planes: Sides) -> Tensor:
    """Return the sums over the pixels of both, (1, C, 1, 1)."""
    return planes[LEFT].sum((2, 3), keepdim=True) + planes[RIGHT].sum((2, 3), keepdim=True)
