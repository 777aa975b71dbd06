"""Frames with known motion vectors, as Blender writes them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Encoding, Frame, Layer, Window
from tests.clips import texture

Plane = NDArray[np.float32]

HEIGHT, WIDTH, SIDE = 48, 64, 16
NEAR, FAR = 2.0, 5.0
GROUND_SPEED = (2, 0)
SQUARE_SPEED = (8, 4)
SQUARE_START = (12, 10)
SQUARE_COLOUR = (0.9, 0.5, 0.2)
OFFSET, FINE = 0.375, 8
"""Where a soft square lies between pixels, and in how many parts across and down these are."""


def square_frame(position: float, near: float = NEAR) -> Frame:
    """Return a near square crossing a far ground that moves too, ``position`` in whole frames.

    Positions that lead to whole pixels are exact.
    """
    ground, square = texture(HEIGHT, 2 * WIDTH, 1), 1 - texture(SIDE, SIDE, 2)
    shift = round(GROUND_SPEED[0] * position)
    picture = ground[:, WIDTH // 2 - shift : WIDTH // 2 - shift + WIDTH].copy()
    inside = square_mask(position)
    picture[inside] = square.reshape(-1, 3)
    speed = np.where(inside[..., None], SQUARE_SPEED, GROUND_SPEED).astype(np.float32)
    depth = np.where(inside, np.float32(near), np.float32(FAR))
    return vector_frame(picture, speed, -speed, depth)


def soft_square_frame(position: float) -> tuple[Frame, NDArray[np.bool_]]:
    """Return the same as a renderer averages it, and which pixels both surfaces share.

    The square is of one colour and lies between pixels. Colour and vectors are means over a pixel,
    depth is that of its middle.
    """
    fine = np.ones((FINE, FINE, 1))
    shift = round(GROUND_SPEED[0] * position) - WIDTH // 2
    picture = np.kron(np.roll(texture(HEIGHT, 2 * WIDTH, 1), shift, 1)[:, :WIDTH], fine)
    left, top = (
        round((start + OFFSET + speed * position) * FINE)
        for start, speed in zip(SQUARE_START, SQUARE_SPEED, strict=True)
    )
    inside = np.zeros((HEIGHT * FINE, WIDTH * FINE, 1), bool)
    inside[top : top + SIDE * FINE, left : left + SIDE * FINE] = True
    speed = _mean(np.where(inside, SQUARE_SPEED, GROUND_SPEED))
    cover = _mean(inside)[..., 0]
    depth = np.where(inside, NEAR, FAR)[FINE // 2 :: FINE, FINE // 2 :: FINE, 0]
    frame = vector_frame(
        _mean(np.where(inside, SQUARE_COLOUR, picture)), speed, -speed, depth.astype(np.float32)
    )
    return frame, (cover > 0) & (cover < 1)


def _mean(fine: NDArray[Any]) -> Plane:
    """Return the means over pixels."""
    blocks = fine.reshape(HEIGHT, FINE, WIDTH, FINE, -1)
    return np.asarray(blocks.mean((1, 3)), np.float32)


def square_mask(position: float) -> NDArray[np.bool_]:
    """Return where the square is."""
    left, top = (
        round(start + speed * position)
        for start, speed in zip(SQUARE_START, SQUARE_SPEED, strict=True)
    )
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[top : top + SIDE, left : left + SIDE] = True
    return mask


def vector_frame(
    picture: Plane, to_next: Plane, to_previous: Plane | None = None, depth: Plane | None = None
) -> Frame:
    """Return a frame with Blender's channels; vectors (H, W, 2) in pixels, x right, y down."""
    height, width = picture.shape[:2]
    planes = [*np.moveaxis(picture, 2, 0)]
    names = [f"ViewLayer.Combined.{c}" for c in "RGB"]
    if to_previous is not None:
        planes += [to_previous[..., 0], -to_previous[..., 1]]
        names += ["ViewLayer.Vector.X", "ViewLayer.Vector.Y"]
    planes += [-to_next[..., 0], to_next[..., 1]]
    names += ["ViewLayer.Vector.Z", "ViewLayer.Vector.W"]
    if depth is not None:
        planes.append(depth)
        names.append("ViewLayer.Depth.Z")
    pixels = np.stack(planes, 2).astype(np.float32)
    layer = Layer(pixels, tuple(names), Encoding("linear"))
    return Frame((layer,), Window(0, 0, width, height))


def even(x: float, y: float, height: int = 16, width: int = 24) -> Plane:
    """Return the same vector everywhere."""
    return np.full((height, width, 2), (x, y), np.float32)
