"""Samples of pictures as numbers."""

from __future__ import annotations

import numpy as np

from slowglass.core.frames import Layer, Pixels, is_float


def code_scale(layer: Layer) -> float:
    """Return the largest code of an integer layer, 1 for floats: code / scale is 0..1."""
    return 1.0 if is_float(layer.pixels) else float(np.iinfo(layer.pixels.dtype).max)


def unit_values(pixels: Pixels) -> Pixels:
    """Return samples as float32, 1 for the largest code of an integer type."""
    values: Pixels = pixels.astype(np.float32, copy=False)
    return values if is_float(pixels) else values / np.float32(np.iinfo(pixels.dtype).max)
