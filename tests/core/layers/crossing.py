"""Two textured squares that cross before a moving ground, true at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Encoding, Frame, Guide, Layer, Window
from tests.clips import Picture, texture

HEIGHT, WIDTH, SIDE = 120, 208, 44
Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Square:
    """A square that moves evenly."""

    seed: int
    start: tuple[int, int]
    """x and y of its upper left corner at time 0."""
    speed: tuple[int, int]
    """Pixels a frame."""
    depth: float

    def mask(self, time: float) -> NDArray[np.bool_]:
        """Return where it would be seen if nothing were before it."""
        left, top = (
            round(at + step * time) for at, step in zip(self.start, self.speed, strict=True)
        )
        inside = np.zeros((HEIGHT, WIDTH), bool)
        inside[top : top + SIDE, left : left + SIDE] = True
        return inside


NEAR = Square(11, (42, 30), (24, 4), 2.0)
FAR = Square(12, (122, 40), (-16, 0), 4.0)
GROUND_SPEED, GROUND_DEPTH = 4, 9.0
SQUARES = (NEAR, FAR)


def picture(time: float) -> Picture:
    """Return the scene at a time in frames at which all is at whole pixels."""
    shift = round(GROUND_SPEED * time)
    wide = texture(HEIGHT, 2 * WIDTH, 3)
    made = wide[:, WIDTH // 2 - shift : WIDTH // 2 - shift + WIDTH].copy()
    for square in reversed(SQUARES):
        made[square.mask(time)] = texture(SIDE, SIDE, square.seed).reshape(-1, 3)
    return made


def shown(square: Square, time: float) -> Plane:
    """Return where a square is seen, 1 or 0."""
    before = SQUARES[: SQUARES.index(square)]
    seen = square.mask(time)
    for other in before:
        seen = seen & ~other.mask(time)
    return seen.astype(np.float32)


def depth(time: float) -> Plane:
    """Return how far away is what each pixel shows."""
    plane = np.full((HEIGHT, WIDTH), GROUND_DEPTH, np.float32)
    for square in reversed(SQUARES):
        plane[square.mask(time)] = square.depth
    return plane


def frame(time: float) -> Frame:
    """Return the scene as a display-referred frame."""
    layer = Layer(picture(time), ("R", "G", "B"), Encoding("srgb"))
    return Frame((layer,), Window(0, 0, WIDTH, HEIGHT))


def with_mattes(time: float) -> Frame:
    """Return the scene with a matte for each square, the near one first."""
    guides = tuple(Guide("matte", shown(one, time), f"{k}", k) for k, one in enumerate(SQUARES))
    return replace(frame(time), guides=guides)


def with_depth(time: float) -> Frame:
    """Return the scene with its depth."""
    return replace(frame(time), guides=(Guide("depth", depth(time), "Z"),))


def occluded(time: float, last: float = 1.0) -> NDArray[np.bool_]:
    """Return what is seen at a time, but hidden in the frame at 0 or in the last one."""
    band = np.zeros((HEIGHT, WIDTH), bool)
    seen = [shown(square, time) > 0 for square in SQUARES]
    seen.append(~(seen[0] | seen[1]))
    speeds = [*(square.speed for square in SQUARES), (GROUND_SPEED, 0)]
    for end in (0.0, last):
        for k, (here, speed) in enumerate(zip(seen, speeds, strict=True)):
            x, y = (round(step * (end - time)) for step in speed)
            for other in SQUARES[:k]:
                band |= here & np.roll(other.mask(end), (-y, -x), (0, 1))
    return band
