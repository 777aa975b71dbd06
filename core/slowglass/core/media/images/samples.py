"""From the samples of a layer to those that a file stores; the only place where any are clipped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Alpha, Layer, Pixels, Window, is_float

_HALF_MAX = np.float32(np.finfo(np.float16).max)
_DITHER_CODES = 0.998
"""Width of the dither. A hair below one code: what lies on a code exactly stays on it."""


def unit_samples(pixels: Pixels) -> NDArray[Any]:
    """Return samples as floats, 1 for the largest code of an integer type; floats as they are."""
    if is_float(pixels):
        return pixels
    return pixels.astype(np.float32) / np.float32(np.iinfo(pixels.dtype).max)


def to_float(pixels: Pixels, sample_type: str) -> Pixels:
    """Return samples as float16 or float32; finite values stay finite."""
    values = unit_samples(pixels)
    if sample_type == "float16" and values.dtype != np.float16:
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        overflown = np.isinf(half) & np.isfinite(values)
        if overflown.any():
            half[overflown] = np.copysign(_HALF_MAX, values[overflown])
        return half
    return values.astype(sample_type, copy=False)


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
    codes = unit_samples(pixels).astype(np.float32)
    np.nan_to_num(codes, copy=False, nan=0.0, posinf=1.0, neginf=0.0)
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


def with_alpha(layer: Layer, colour: tuple[int, ...], alpha: int | None, wanted: Alpha) -> Layer:
    """Return the layer with its colour multiplied or divided by alpha, as ``wanted``.

    Colour under an alpha of 0 is lost by multiplying, and kept as it is where there is nothing to
    divide by.
    """
    if alpha is None or layer.encoding.alpha in (wanted, "none"):
        return layer
    pixels = unit_samples(layer.pixels).astype(np.float32)
    cover = pixels[..., alpha, None]
    places = list(colour)
    if wanted == "premultiplied":
        pixels[..., places] *= cover
    else:
        pixels[..., places] /= np.where(cover > 0, cover, np.float32(1))
    return replace(layer.with_pixels(pixels), encoding=replace(layer.encoding, alpha=wanted))


def in_display_window(layer: Layer, display: Window) -> Pixels:
    """Return the pixels of the display window, 0 where the layer has none."""
    window = layer.data_window
    if window is None or window == display:
        return layer.pixels
    canvas = np.zeros((display.height, display.width, layer.pixels.shape[2]), layer.pixels.dtype)
    x, y = window.x - display.x, window.y - display.y
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + window.width, display.width), min(y + window.height, display.height)
    if left < right and top < bottom:
        canvas[top:bottom, left:right] = layer.pixels[top - y : bottom - y, left - x : right - x]
    return canvas
