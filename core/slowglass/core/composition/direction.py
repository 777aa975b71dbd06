"""Normals and tangents: interpolated, then brought back to their length."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.composition.sampling import compose
from slowglass.core.field import WarpField

OPPOSITE = 1e-3
"""A mean this short beside the mean length has no direction worth keeping."""


def compose_direction(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Return the directions at the time of a field.

    The direction is that of the mean, the length the mean length: unit vectors stay unit vectors,
    and a surface that fades into a background of zeros fades. Where the mean vanishes, because
    samples point against each other, the nearest pixel of the heaviest sample is taken.

    Args:
        left: (1, C, H, W) float, all components.
        right: like ``left``.
        field: of the same size.
    """
    sources = [torch.cat([picture, _length(picture)], 1) for picture in (left, right)]
    mixed = compose(sources[0], sources[1], field, "linear")
    mean, length = mixed[:, :-1], mixed[:, -1:]
    short = _length(mean)
    usable = short > OPPOSITE * length
    result = mean * torch.where(usable, length / torch.where(usable, short, 1), 1)
    lost = ~usable & (length > 0)
    if bool(lost.any()):
        result = torch.where(lost, compose(left, right, field, "nearest"), result)
    return result


def _length(vectors: Tensor) -> Tensor:
    """Return the lengths (B, 1, H, W); summed in one order everywhere, so that equals are equal."""
    return vectors.square().sum(1, keepdim=True).sqrt()
