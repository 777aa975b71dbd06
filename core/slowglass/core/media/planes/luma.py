"""A small grey picture of decoded planes: cheap, since it looks at what luma they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import NativePlanes
from slowglass.core.media.planes.colour_tags import LUMA_WEIGHTS, ColourTags, is_full_range
from slowglass.core.media.planes.formats import pixel_format
from slowglass.core.media.planes.levels import codes_by_channel, luma_levels


def small_luma(native: NativePlanes, height: int, width: int) -> NDArray[np.float32]:
    """Return luma (height, width) float32, 0 black and 1 white, no larger than the picture."""
    layout, tags = pixel_format(native.pixel_format), ColourTags.of(native)
    codes = dict(codes_by_channel(native.planes, layout))
    small = {n: shrink(codes[n], height, width) for n in ("RGB" if layout.model == "rgb" else "Y")}
    black, span = luma_levels(layout.bits, is_full_range(tags, layout.name))
    if layout.model == "rgb":
        red, blue = LUMA_WEIGHTS[1]
        mixed = small["R"] * red + small["G"] * (1 - red - blue) + small["B"] * blue
    else:
        mixed = small["Y"]
    return np.asarray((mixed - np.float32(black)) / np.float32(span), np.float32)


def shrink(plane: NDArray[Any], height: int, width: int) -> NDArray[np.float32]:
    """Return a plane (H, W) at a size that is no larger, as float32.

    Each sample is a mean by a triangle that reaches as far as its neighbours lie.
    """
    lower = _fewer_rows(plane, height)
    return np.ascontiguousarray(_fewer_rows(lower.T, width).T)


def _fewer_rows(plane: NDArray[Any], count: int) -> NDArray[np.float32]:
    """Return ``count`` rows, each a mean of rows of ``plane``."""
    if count == len(plane):
        return plane.astype(np.float32)
    means = [weights @ plane[rows].astype(np.float32) for rows, weights in _rows(len(plane), count)]
    return np.stack(means)


def _rows(length: int, count: int) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield for each of ``count`` samples which of ``length`` it is made of, and their shares."""
    step = length / count
    for k in range(count):
        centre = step * (k + 0.5)
        first, last = max(int(centre - step + 0.5), 0), min(int(centre + step + 0.5), length)
        shares = 1 - np.abs(np.arange(first, last) + 0.5 - centre) / step
        yield slice(first, last), (shares / shares.sum()).astype(np.float32)
