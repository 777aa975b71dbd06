"""From the samples of a layer to those that a file stores; the only place where any are clipped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Alpha, Layer, Pixels
from slowglass.core.pixels import covering, unit_values, without_alpha

_HALF_MAX = float(np.finfo(np.float16).max)
_DITHER_CODES = 0.998
"""Width of the dither. A hair below one code: what lies on a code exactly stays on it."""


def to_float(pixels: Pixels, sample_type: str) -> Pixels:
    """Return samples as float16 or float32; finite values stay finite."""
    if pixels.dtype == sample_type:
        return pixels
    values = unit_values(pixels)
    if sample_type != "float16":
        return values.astype(sample_type, copy=False)
    import torch  # here only: to check a file needs none

    exact = torch.from_numpy(values)
    half = exact.half()  # ten times faster than numpy
    infinite = half.isinf()
    if bool(infinite.any()):
        overflown = infinite & exact.isfinite()
        half[overflown] = exact[overflown].sign().mul(_HALF_MAX).half()
    rounded: Pixels = half.numpy()
    return rounded


def to_codes(pixels: Pixels, bits: int, dither_seed: int | None) -> Pixels:
    """Return samples as codes: rounded to nearest, clipped to 0..1, not-a-number as 0.

    Codes of 10 and 12 bits come in the upper bits of uint16, the lower ones repeating them: the way
    OpenImageIO takes and gives them.

    Args:
        pixels: (height, width, channels), floats with 1 for white, or integers.
        bits: 8, 10, 12 or 16.
        dither_seed: adds noise of one code, the same for the same seed. Values that are codes
            already stay as they are, so that what did not change does not flicker.
    """
    largest = (1 << bits) - 1
    codes = np.nan_to_num(unit_values(pixels), nan=0.0, posinf=1.0, neginf=0.0)
    np.clip(codes, 0.0, 1.0, out=codes)
    codes *= np.float32(largest)
    if dither_seed is not None:
        noise = np.random.default_rng(dither_seed).random(codes.shape, np.float32)
        codes += (noise - np.float32(0.5)) * np.float32(_DITHER_CODES)
    whole = np.clip(np.rint(codes, out=codes), 0, largest, out=codes).astype(np.uint32)
    if bits in (10, 12):
        repeated: NDArray[Any] = (whole << (16 - bits)) | (whole >> (2 * bits - 16))
        return repeated.astype(np.uint16)
    return whole.astype(np.uint8 if bits == 8 else np.uint16)


def alpha_as(layer: Layer, colour: tuple[int, ...], alpha: int | None, wanted: Alpha) -> Layer:
    """Return the layer with its colour multiplied or divided by alpha, as ``wanted``.

    Colour under an alpha of 0 is lost by multiplying, and kept as it is where there is nothing to
    divide by.
    """
    if alpha is None or layer.encoding.alpha in (wanted, "none"):
        return layer
    pixels = unit_values(layer.pixels).astype(np.float32)
    cover, places = pixels[..., alpha, None], list(colour)
    if wanted == "premultiplied":
        pixels[..., places] = covering(pixels[..., places], cover)
    else:
        pixels[..., places] = without_alpha(pixels[..., places], cover)
    return replace(layer.with_pixels(pixels), encoding=replace(layer.encoding, alpha=wanted))
