"""Where the pixels of new frames come from: what models make, and everything above uses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from slowglass.core.errors import ShapeError
from slowglass.core.warp import Border

LEFT, RIGHT = 0, 1

ColourSampling = Literal["cubic", "linear"]
"""Crisper, or softer and without a chance of overshoot; see `cubic_warp` and `backward_warp`."""


@dataclass(frozen=True)
class WarpField:
    """Where the pixels of B new frames come from.

    The field may be smaller than the frame; composition scales flows and weights up.
    """

    sides: tuple[int, ...]
    """For each of the K samples the frame that it is taken from, `LEFT` or `RIGHT`."""
    flow: Tensor
    """(B, K, 2, H, W) float, pixels at this resolution, from the grid at t into the side."""
    weight: Tensor
    """(B, K, H, W) float, 0..1, sums to 1 over K."""
    border: Border = "clamp"
    """What lies outside a source frame: its edge repeated, or nothing."""
    colour_sampling: ColourSampling = "cubic"
    """How colour is taken from between pixels: as the model that made the field is used to."""
    residual: Tensor | None = None
    """(B, 3, H, W), added to opaque display-referred RGB in 0..1 alone; None for most models."""

    def __post_init__(self) -> None:
        """Check that the shapes fit together.

        Raises:
            ShapeError: they do not.
        """
        count = len(self.sides)
        if self.flow.ndim != 5 or self.flow.shape[1:3] != (count, 2):
            raise ShapeError(f"expected a flow (B, {count}, 2, H, W), got {tuple(self.flow.shape)}")
        if self.weight.shape != (self.flow.shape[0], count, *self.flow.shape[-2:]):
            raise ShapeError(
                f"expected a weight for each flow {tuple(self.flow.shape)}, "
                f"got {tuple(self.weight.shape)}"
            )

    def pairs(self) -> list[tuple[int, int]]:
        """Return which samples go together: the first of the left with the first of the right."""
        lefts, rights = ([k for k, own in enumerate(self.sides) if own == s] for s in (LEFT, RIGHT))
        return list(zip(lefts, rights, strict=False))

    def at(self, index: int) -> WarpField:
        """Return the field of one of the B frames, as a batch of one."""
        one = slice(index, index + 1)
        return replace(
            self,
            flow=self.flow[one],
            weight=self.weight[one],
            residual=None if self.residual is None else self.residual[one],
        )

    def to(self, device: torch.device) -> WarpField:
        """Return the field on a device."""
        return replace(
            self,
            flow=self.flow.to(device),
            weight=self.weight.to(device),
            residual=None if self.residual is None else self.residual.to(device),
        )
