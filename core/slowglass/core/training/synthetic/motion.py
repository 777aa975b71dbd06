"""Motions that can be run both ways: where a point of a layer is at a time, and back."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.training.synthetic.chance import Chance

INVERSION_STEPS = 8
"""Fixed-point steps that undo the wobble; each brings an error down by `STEEPEST_WOBBLE`."""

STEEPEST_WOBBLE = 0.25
"""Largest change of the wobble over one pixel."""


@dataclass(frozen=True)
class Motion:
    """A smooth motion of (B, 2, H, W) points over times 0..1; at time 0 all is where it is."""

    centre: Tensor
    """(B, 2), what it turns and grows around."""
    velocity: Tensor
    """(B, 2) pixels from time 0 to time 1."""
    bend: Tensor
    """(B, 2) pixels that the middle of the way lies off the straight line, times 4."""
    angle: Tensor
    """(B,) radians from time 0 to time 1."""
    growth: Tensor
    """(B,) natural logarithm of the size at time 1."""
    hurry: Tensor
    """(B,) how much faster than even it starts: 0.3 covers 0.575 of the way by the middle."""
    shake: Tensor
    """(B, 2) pixels of quick to and fro."""
    shake_rate: Tensor
    """(B,) radians from time 0 to time 1."""
    wobble: Tensor
    """(B, K, 2) pixels: amplitudes of waves that bend the layer as time goes on."""
    waves: Tensor
    """(B, K, 2) radians per pixel."""
    phases: Tensor
    """(B, K) radians."""

    def forward(self, points: Tensor, time: Tensor) -> Tensor:
        """Return where ``points`` (B, 2, H, W) of the layer are at ``time`` (B,)."""
        pace = self._pace(time)
        points = points + spread(pace) * self._bent(points)
        centre = spread(self.centre)
        turned = turn(points - centre, self.angle * pace) * spread((self.growth * pace).exp())
        return turned + centre + spread(self._path(time))

    def backward(self, places: Tensor, time: Tensor) -> Tensor:
        """Return the points of the layer that are at ``places`` (B, 2, H, W) at ``time`` (B,)."""
        pace = self._pace(time)
        centre = spread(self.centre)
        away = (places - centre - spread(self._path(time))) * spread((-self.growth * pace).exp())
        start = turn(away, -self.angle * pace) + centre
        points = start
        if bool((self.wobble != 0).any()):
            for _ in range(INVERSION_STEPS):
                points = start - spread(pace) * self._bent(points)
        return points

    def _pace(self, time: Tensor) -> Tensor:
        return time + self.hurry * time * (1 - time)

    def _path(self, time: Tensor) -> Tensor:
        pace, time = self._pace(time)[:, None], time[:, None]
        shaken = self.shake * (self.shake_rate[:, None] * time).sin()
        return self.velocity * pace + self.bend * time * (1 - time) + shaken

    def _bent(self, points: Tensor) -> Tensor:
        angle = torch.einsum("bkc,bchw->bkhw", self.waves, points) + spread(self.phases)
        return torch.einsum("bkc,bkhw->bchw", self.wobble, angle.sin())


def draw_motion(chance: Chance, size: int, reach: Tensor, *, soft: bool) -> Motion:
    """Return random motions.

    Args:
        chance: where the numbers come from.
        size: side of the picture in pixels.
        reach: (B,) pixels that the layer travels from time 0 to time 1.
        soft: whether the layer bends while it moves.
    """
    calm = (reach / 8).clamp_max(1)
    waves = chance.direction(2) * chance.uniform(2, 1, low=2, high=14) / size
    steepness = chance.uniform(2, 1, low=0.2) * STEEPEST_WOBBLE / 2 * calm[:, None, None]
    wobble = chance.direction(2) * steepness / waves.norm(dim=2, keepdim=True)
    return Motion(
        centre=chance.uniform(2, high=size),
        velocity=chance.direction() * reach[:, None],
        bend=chance.normal(2) * 0.15 * reach[:, None],
        angle=chance.normal() * 0.1 * chance.some(0.6) * calm,
        growth=chance.normal() * 0.08 * chance.some(0.6) * calm,
        hurry=chance.normal().clamp(-3, 3) * 0.08,
        shake=chance.normal(2) * 0.05 * reach[:, None] * chance.some(0.3)[:, None],
        shake_rate=chance.uniform(low=3, high=9),
        wobble=wobble.clamp(-size / 16, size / 16) * (1.0 if soft else 0.0),
        waves=waves,
        phases=chance.uniform(2, high=2 * torch.pi),
    )


def spread(values: Tensor) -> Tensor:
    """Return (B, ...) values with two axes more, to go with pictures."""
    if values.ndim == 1:
        values = values[:, None]
    return values[:, :, None, None]


def turn(points: Tensor, angle: Tensor) -> Tensor:
    """Return ``points`` (B, 2, H, W) turned around 0 by ``angle`` (B,)."""
    cosine, sine = spread(angle.cos()), spread(angle.sin())
    x, y = points[:, :1], points[:, 1:]
    return torch.cat([cosine * x - sine * y, sine * x + cosine * y], 1)


def grid_points(count: int, size: int, device: torch.device) -> Tensor:
    """Return the pixel centres (count, 2, size, size), x then y."""
    line = torch.arange(size, device=device, dtype=torch.float32)
    y, x = torch.meshgrid(line, line, indexing="ij")
    return torch.stack([x, y]).expand(count, -1, -1, -1)
