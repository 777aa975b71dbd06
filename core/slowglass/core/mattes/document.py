"""Drawn mattes as values: layers of shapes whose points move from key to key."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Literal

from slowglass.core.errors import UsageError

Point = tuple[float, float]
"""x to the right and y down, in pixels of the picture from its upper left corner."""

Motion = Literal["alone", "still"]
"""What a layer does: it moves apart from all else, or it does not move."""

ShapeKind = Literal["rectangle", "polygon", "brush"]

FEWEST_POINTS: dict[ShapeKind, int] = {"rectangle": 2, "polygon": 3, "brush": 1}
LARGEST_PLACE = 1e6
"""Of a point, in pixels: farther away nothing is a picture."""


@dataclass(frozen=True)
class MatteKey:
    """Where the points of a shape are at one time."""

    position: Fraction
    """In source frames from the first of the file, so that it holds for the source and for every
    result of it."""
    points: tuple[Point, ...]
    """Opposite corners of a rectangle, corners of a polygon, or the way of a brush."""


@dataclass(frozen=True)
class MatteShape:
    """One shape. Between two keys its points go straight; before and after all keys they stay."""

    kind: ShapeKind
    keys: tuple[MatteKey, ...]
    """In the order of their positions, one at least, all of as many points."""
    radius: float = 0.0
    """Of a brush, in pixels."""

    def __post_init__(self) -> None:
        """Check that there is something to draw.

        Raises:
            UsageError: keys or points are missing, out of order, or no numbers.
        """
        counts = {len(key.points) for key in self.keys}
        fewest = FEWEST_POINTS[self.kind]
        if len(counts) != 1 or min(counts) < fewest:
            raise UsageError(
                f"expected keys of a {self.kind}, all of as many points and of {fewest} at least, "
                f"got {sorted(counts)} points"
            )
        if self.kind == "rectangle" and counts != {2}:
            raise UsageError(f"expected two corners of a rectangle, got {counts.pop()}")
        if any(left.position >= right.position for left, right in pairwise(self.keys)):
            raise UsageError("expected the positions of a shape's keys to increase")
        numbers = [self.radius, *(n for key in self.keys for point in key.points for n in point)]
        if not all(isfinite(n) and abs(n) <= LARGEST_PLACE for n in numbers) or self.radius < 0:
            raise UsageError(f"expected places within {LARGEST_PLACE:g} pixels, got others")

    def points_at(self, position: Fraction) -> tuple[Point, ...]:
        """Return where its points are at a position in the source."""
        if position <= self.keys[0].position:
            return self.keys[0].points
        for left, right in pairwise(self.keys):
            if position < right.position:
                part = float((position - left.position) / (right.position - left.position))
                return tuple(
                    (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                    for a, b in zip(left.points, right.points, strict=True)
                )
        return self.keys[-1].points


@dataclass(frozen=True)
class MatteLayer:
    """What moves together: all that one of its shapes covers, or all else."""

    name: str
    motion: Motion = "alone"
    shapes: tuple[MatteShape, ...] = ()
    inverted: bool = False
    """It is all that none of its shapes covers."""


@dataclass(frozen=True)
class DrawnMattes:
    """The layers of a clip, the front one first."""

    width: int
    """Of the picture that was drawn on, in pixels; on another size all is scaled."""
    height: int
    layers: tuple[MatteLayer, ...] = ()

    def __post_init__(self) -> None:
        """Check size and names.

        Raises:
            UsageError: no picture has that size, or two layers have one name or none.
        """
        if self.width < 1 or self.height < 1:
            raise UsageError(f"expected a size above 0, got {self.width} x {self.height}")
        names = [layer.name for layer in self.layers]
        if len(set(names)) != len(names) or "" in names:
            raise UsageError(f"expected a name of its own for each layer, got {names}")

    def layer(self, name: str) -> MatteLayer:
        """Return the layer of a name.

        Raises:
            UsageError: there is none.
        """
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = ", ".join(layer.name for layer in self.layers) or "none"
        raise UsageError(f"expected a drawn layer ({names}), got {name!r}")
