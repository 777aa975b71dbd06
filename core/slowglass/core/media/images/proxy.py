"""A small grey picture of a frame, as eyes would see it: for finding cuts and duplicates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import ColourChannels
from slowglass.core.pixels import code_scale

_BT709_LUMA = (0.2126, 0.7152, 0.0722)
_DISPLAY_GAMMA = 2.2


def display_luma(seen: ColourChannels, width: int) -> NDArray[np.float32]:
    """Return the luma of what people see, display-like, as float32 (height, width) in 0..1.

    Each value is the mean of a block of pixels; ``width`` is at most the frame's. Linear light L is
    compressed to (L / (1 + L)) ^ (1 / 2.2), so that highlights do not outweigh the picture. Values
    that are not finite count as 0.
    """
    layer = seen.layer
    rows, columns = layer.pixels.shape[:2]
    width = min(width, columns)
    height = max(1, round(rows * width / columns))
    # Times the inverse, where others divide: the last bit differs, and cuts were measured with it.
    unit = np.float32(1 / code_scale(layer.pixels))
    small = block_means(layer.pixels[..., seen.colour], height, width) * unit
    weights = _BT709_LUMA if len(seen.colour) == 3 else (1.0,)
    luma: NDArray[np.float32] = small @ np.asarray(weights, np.float32)
    luma = np.maximum(luma, np.float32(0.0))
    if layer.encoding.transfer in ("linear", "data"):
        luma = (luma / (1 + luma)) ** np.float32(1 / _DISPLAY_GAMMA)
    return np.minimum(luma, np.float32(1.0))


def block_means(pixels: NDArray[Any], height: int, width: int) -> NDArray[np.float32]:
    """Average blocks that begin and end at whole pixels; any size up to the picture's goes."""
    rows, columns = pixels.shape[:2]
    tops = np.arange(height) * rows // height
    lefts = np.arange(width) * columns // width
    values = np.asarray(pixels, np.float32)
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    sums = np.add.reduceat(np.add.reduceat(values, tops, axis=0), lefts, axis=1)
    heights = np.diff(np.append(tops, rows)).astype(np.float32)
    widths = np.diff(np.append(lefts, columns)).astype(np.float32)
    means: NDArray[np.float32] = sums / (heights[:, None, None] * widths[None, :, None])
    return means
