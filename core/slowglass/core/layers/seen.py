"""What of each layer is seen in both frames of a pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT
from slowglass.core.frames import Frame, Guide
from slowglass.core.layers.edges import pure, way_inside
from slowglass.core.layers.planes import SOLID, Sides, grown
from slowglass.core.warp import resize_plane, size_within

FEWEST_PIXELS = 4.0
"""What covers less of a frame is not followed: it goes with what is behind."""

NOTHING_LEFT = 1e-3
"""Part of the picture below which what no matte covers is no layer of its own."""

COARSE = 640
"""Longest side of the pictures in which it is seen where motion is known: it is smooth there."""

OUTLINE = 1 / 80
"""How far from what hides it motion of a layer is not trusted, in parts of the longest side."""


@dataclass(frozen=True)
class SeenLayer:
    """A layer in both frames; planes are (1, 1, H, W), 0..1."""

    shown: Sides
    """How much of each pixel shows it."""
    hidden: Sides
    """How much of each pixel shows what lies before it."""
    still: bool = False
    """It does not move."""

    @cached_property
    def sure(self) -> Sides:
        """Where its motion can be seen, clear of what hides it."""
        reach = max(2, round(OUTLINE * max(self.shown[LEFT].shape[-2:])))
        left, right = (
            shown * (1 - grown((hidden > 1 - SOLID).to(shown.dtype), reach))
            for shown, hidden in zip(self.shown, self.hidden, strict=True)
        )
        return left, right

    @cached_property
    def pure(self) -> Sides:
        """1 where pixels, and all around them, show the layer alone, else 0."""
        return pure(self.shown[LEFT]), pure(self.shown[RIGHT])

    @cached_property
    def ways_inside(self) -> Sides:
        """Ways (1, 2, H, W) from its outline to where it is pure."""
        return way_inside(self.shown[LEFT]), way_inside(self.shown[RIGHT])


@dataclass(frozen=True)
class Pair:
    """The layers of a pair of frames and what these look like, at one size."""

    layers: Sequence[SeenLayer]
    """The front one first; the last one is everywhere where no other is."""
    pictures: Sides
    """(1, 3, H, W) in 0..1."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.pictures[LEFT].shape[-2:]
        return height, width

    def coarse(self) -> Pair:
        """Return the pair no larger than motion need be looked at."""
        size = size_within(*self.size, COARSE)

        def sized(sides: Sides) -> Sides:
            return resize_plane(sides[LEFT], *size), resize_plane(sides[RIGHT], *size)

        layers = [
            replace(one, shown=sized(one.shown), hidden=sized(one.hidden)) for one in self.layers
        ]
        return Pair(layers, sized(self.pictures))


def seen_layers(left: Frame, right: Frame, device: torch.device) -> list[SeenLayer]:
    """Return the layers of a pair, the front one first; the last one is all that no matte covers.

    A matte that one of the frames shows next to nothing of is no layer.
    """
    mattes, still = [], []
    for one, other in _in_order(left, right):
        planes = _plane(one, device), _plane(other, device)
        if min(float(plane.sum()) for plane in planes) >= FEWEST_PIXELS:
            mattes.append(planes)
            still.append(one.kind == "still")
    return stacked(mattes, still)


def stacked(mattes: Sequence[Sides], still: Sequence[bool]) -> list[SeenLayer]:
    """Return the layers of mattes from the front to the back, and what is behind them all."""
    if not mattes:
        return []
    front = tuple(torch.zeros_like(plane) for plane in mattes[0])
    layers = []
    for planes, stays in zip(mattes, still, strict=True):
        shown = tuple(torch.minimum(p, 1 - f) for p, f in zip(planes, front, strict=True))
        layers.append(SeenLayer((shown[LEFT], shown[RIGHT]), (front[LEFT], front[RIGHT]), stays))
        front = tuple(f + s for f, s in zip(front, shown, strict=True))
    rest = 1 - front[LEFT], 1 - front[RIGHT]
    if max(float(plane.mean()) for plane in rest) > NOTHING_LEFT:
        # What comes to light in one frame has no match in the other, so both are covered there.
        both = torch.maximum(*front)
        return [*layers, SeenLayer(rest, (both, both))]
    last = layers[-1]
    shown_last = last.shown[LEFT] + rest[LEFT], last.shown[RIGHT] + rest[RIGHT]
    return [*layers[:-1], SeenLayer(shown_last, last.hidden, last.still)]


def _in_order(left: Frame, right: Frame) -> Iterator[tuple[Guide, Guide]]:
    """Yield the mattes of both frames, front to back: as given, then by their depth."""
    pairs = [(one, other) for one, other in zip(left.guides, right.guides, strict=True)]
    depths = next((pair for pair in pairs if pair[0].kind == "depth"), None)

    def place(pair: tuple[Guide, Guide]) -> tuple[float, float]:
        if depths is None:
            return pair[0].order, 0.0
        weight = [float(matte.pixels.sum()) for matte in pair]
        near = [
            float((1 / depth.pixels * matte.pixels).sum())
            for depth, matte in zip(depths, pair, strict=True)
        ]
        return pair[0].order, -sum(near) / max(sum(weight), FEWEST_PIXELS)

    yield from sorted((pair for pair in pairs if pair[0].kind in ("matte", "still")), key=place)


def _plane(guide: Guide, device: torch.device) -> Tensor:
    return torch.from_numpy(guide.pixels)[None, None].to(device)
