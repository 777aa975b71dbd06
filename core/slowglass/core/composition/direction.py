"""Normals and tangents: interpolated, then brought back to their length."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.composition.sampling import Sampled
from slowglass.core.field import WarpField

OPPOSITE = 1e-3
"""A mean this short beside the mean length has no direction worth keeping."""


class Directions:
    """Directions in two frames.

    The direction is that of the mean, the length the mean length: unit vectors stay unit vectors,
    and a surface that fades into a background of zeros fades. Where the mean vanishes, because
    samples point against each other, the nearest pixel of the heaviest sample is taken.
    """

    def __init__(self, left: Tensor, right: Tensor) -> None:
        """Take (1, C, H, W) float each, all components."""
        self._vectors = Sampled(left, right)
        self._with_length = Sampled(*(torch.cat([p, _length(p)], 1) for p in (left, right)))

    def at(self, field: WarpField) -> Tensor:
        """Return the directions at the time of a field."""
        mixed = self._with_length.at(field, "linear")
        mean, length = mixed[:, :-1], mixed[:, -1:]
        short = _length(mean)
        usable = short > OPPOSITE * length
        result = mean * torch.where(usable, length / torch.where(usable, short, 1), 1)
        lost = ~usable & (length > 0)
        if bool(lost.any()):
            result = torch.where(lost, self._vectors.at(field, "nearest"), result)
        return result


def _length(vectors: Tensor) -> Tensor:
    """Return the lengths (B, 1, H, W); summed in one order everywhere, so that equals are equal."""
    return vectors.square().sum(1, keepdim=True).sqrt()
