"""A still gradient beside a texture that moves, at any size and time: seams and errors show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Encoding, Frame, Layer, Window

Picture = NDArray[np.float32]

MOTION_PIXELS = 24.0
"""Downwards, of the texture, from the left frame to the right one."""

WAVES, SHORTEST, LONGEST = 16, 24.0, 3000.0
"""How many plane waves the texture is a sum of, and how long they are, in pixels.

They go every way, and no two have lengths with a common multiple, so that it looks like itself at
no other place, and at all sizes.
"""

MARGIN = 64
"""Pixels left out at borders, where something comes in that neither frame shows."""

VISIBLE_STEP = 1 / 65535
"""A step along a whole line from which on it counts as a seam: one code of 16 bits."""

STANDS_OUT = 2.0
"""A seam is so many times what the lines around it are."""


def gradient_width(width: int) -> int:
    """Return how many columns the gradient has; the others are texture."""
    return width * 5 // 8


def picture(width: int, height: int, t: float) -> Picture:
    """Return the scene at ``t``, (height, width, 3) in 0..1."""
    y, x = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    made = np.empty((height, width, 3), np.float32)
    made[..., 0] = 0.1 + 0.8 * x / width
    made[..., 1] = 0.1 + 0.8 * y[:, None] / height
    made[..., 2] = 0.9 - 0.4 * x / width - 0.4 * y[:, None] / height
    made[:, gradient_width(width) :] = _texture(y - MOTION_PIXELS * t, x[gradient_width(width) :])
    return made


def _texture(y: Picture, x: Picture) -> Picture:
    """Return the texture at some rows and columns, 0..1 for each of three channels."""
    random = np.random.default_rng(1)
    length = np.geomspace(SHORTEST, LONGEST, WAVES)
    angle = random.uniform(0, np.pi, WAVES)
    down, across = (2 * np.pi * f(angle) / length for f in (np.sin, np.cos))
    made = np.empty((len(y), len(x), 3), np.float32)
    for channel in range(3):
        rows = np.outer(y, down) + random.uniform(0, 2 * np.pi, WAVES)
        columns = np.outer(across, x)
        # sin(a + b), as a product of matrices: far fewer sines.
        waves = np.sin(rows) @ np.cos(columns) + np.cos(rows) @ np.sin(columns)
        made[..., channel] = 0.5 + waves / (2 * WAVES)
    return made


def frame(width: int, height: int, t: float, with_vectors: bool = False) -> Frame:
    """Return the scene as a frame, display-referred; with Blender's vectors and depth if asked."""
    pixels, names = picture(width, height, t), ["R", "G", "B"]
    if with_vectors:
        planes = np.zeros((height, width, 5), np.float32)
        # Previous to this and this to next, in Blender's signs: +y is up, and Z, W are negated.
        planes[:, gradient_width(width) :, [1, 3]] = [MOTION_PIXELS, MOTION_PIXELS]
        planes[..., 4] = 5.0
        pixels = np.concatenate([pixels, planes], 2)
        names += [f"ViewLayer.Vector.{letter}" for letter in "XYZW"] + ["ViewLayer.Depth.Z"]
    layer = Layer(pixels, tuple(names), Encoding("srgb"))
    return Frame((layer,), Window(0, 0, width, height))


def error(made: Picture, t: float) -> float:
    """Return the mean difference of the texture from what it is at ``t``."""
    height, width = made.shape[:2]
    inside = (slice(MARGIN, -MARGIN), slice(gradient_width(width) + MARGIN, -MARGIN))
    return float(np.abs(made[inside] - picture(width, height, t)[inside]).mean())


def seam_step(made: Picture) -> float:
    """Return the largest bend along a whole row or column of the gradient, 0 if none stands out.

    The bend is the mean second difference across the line; that of a gradient is 0.
    """
    height, width = made.shape[:2]
    inside = made[MARGIN : height - MARGIN, MARGIN : gradient_width(width) - MARGIN]
    return max(_standing_out(_bends(inside, axis)) for axis in (0, 1))


def _bends(values: Picture, axis: int) -> Picture:
    """Return the mean second difference across each line."""
    bends: Picture = np.abs(np.diff(values, 2, axis)).mean((1 - axis, 2))
    return bends


def _standing_out(bends: Picture, around: int = MARGIN, own: int = 2) -> float:
    """Return the largest bend that stands out from those around it; a seam has up to ``own``."""
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(bends, around, mode="reflect"), 2 * around + 1
    )
    near = np.abs(np.arange(-around, around + 1)) <= own
    others = np.where(near, 0, windows).max(1)
    return float(np.where(bends > STANDS_OUT * others, bends, 0).max())
