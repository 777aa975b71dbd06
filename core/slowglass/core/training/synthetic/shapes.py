"""Outlines of things: how much of each pixel they cover."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.training.synthetic.chance import Chance
from slowglass.core.training.synthetic.motion import spread, turn

KINDS = ("ellipse", "box", "blob", "bar", "ring", "fence")


@dataclass(frozen=True)
class Shape:
    """One kind of outline with its own numbers for each scene."""

    kind: str
    centre: Tensor
    """(B, 2) pixels."""
    radii: Tensor
    """(B, 2) pixels."""
    angle: Tensor
    """(B,) radians."""
    softness: Tensor
    """(B,) pixels over which the edge fades."""
    lobes: Tensor
    """(B, 3) how much 2, 3 and 5 lobes bend a blob's outline."""
    phases: Tensor
    """(B, 3) radians."""

    def cover(self, points: Tensor) -> Tensor:
        """Return the share (B, 1, H, W) of the pixels at ``points`` (B, 2, H, W) it covers."""
        local = turn(points - spread(self.centre), -self.angle)
        distance: Tensor = getattr(self, f"_{self.kind}")(local)
        return (0.5 - distance / spread(self.softness)).clamp(0, 1)

    def _ellipse(self, points: Tensor) -> Tensor:
        radii = spread(self.radii)
        return (radii_of(points / radii) - 1) * radii.amin(1, keepdim=True)

    def _box(self, points: Tensor) -> Tensor:
        return (points.abs() - spread(self.radii)).amax(1, keepdim=True)

    def _blob(self, points: Tensor) -> Tensor:
        direction = torch.atan2(points[:, 1:], points[:, :1])
        outline = torch.ones_like(direction)
        for index, lobes in enumerate((2, 3, 5)):
            wave = (lobes * direction + spread(self.phases[:, index])).sin()
            outline = outline + spread(self.lobes[:, index]) * wave
        return radii_of(points) - outline * spread(self.radii[:, 0])

    def _bar(self, points: Tensor) -> Tensor:
        half = spread(torch.stack([self.radii[:, 0] * 2, self._thickness()], 1))
        return (points.abs() - half).amax(1, keepdim=True)

    def _ring(self, points: Tensor) -> Tensor:
        return (radii_of(points) - spread(self.radii[:, 0])).abs() - spread(self._thickness())

    def _fence(self, points: Tensor) -> Tensor:
        period = spread(self.radii[:, 1] / 2)
        nearest = (points[:, :1] / period - (points[:, :1] / period).round()).abs() * period
        bars = nearest - spread(self._thickness()).minimum(period / 4)
        return torch.maximum(bars, self._box(points / 2) * 2)

    def _thickness(self) -> Tensor:
        return 1 + self.radii[:, 1] / 16


def draw_shape(chance: Chance, size: int) -> Shape:
    """Return outlines of one random kind, somewhere in a picture of ``size``."""
    large = chance.uniform(1, low=0.06, high=0.35) * size
    return Shape(
        kind=KINDS[chance.pick(len(KINDS))],
        centre=chance.uniform(2, high=size),
        radii=large * chance.uniform(2, low=0.4, high=1),
        angle=chance.uniform(high=2 * torch.pi),
        softness=chance.uniform(low=1.5, high=3),
        lobes=chance.normal(3) * 0.15,
        phases=chance.uniform(3, high=2 * torch.pi),
    )


def radii_of(points: Tensor) -> Tensor:
    """Return the distance from 0, (B, 1, H, W)."""
    return points.square().sum(1, keepdim=True).clamp_min(1e-12).sqrt()
