"""Samples of pictures as numbers: codes as 0..1, colour without its alpha, layers in windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from slowglass.core.frames import Frame, Layer, Pixels, Window, is_float


def code_scale(pixels: Pixels) -> float:
    """Return the largest code of an integer type, 1 for floats: code / scale is 0..1."""
    return 1.0 if is_float(pixels) else float(np.iinfo(pixels.dtype).max)


def unit_values(pixels: Pixels) -> Pixels:
    """Return samples as float32, 1 for the largest code of an integer type."""
    if pixels.dtype == np.float16:
        return from_half(pixels)
    values: Pixels = pixels.astype(np.float32, copy=False)
    return values if is_float(pixels) else values / np.float32(code_scale(pixels))


def from_half(pixels: Pixels) -> Pixels:
    """Return float16 samples as float32: the processor converts them, five times faster than numpy.

    torch has the instruction; it is loaded here only, since to list what a file holds needs none.
    """
    import torch

    values: Pixels = torch.from_numpy(pixels).float().numpy()
    return values


def alpha_within(layer: Layer, pixels: Pixels, place: int | None) -> Pixels | None:
    """Return what colour of a layer is multiplied by, (height, width, 1); None: nothing.

    Args:
        layer: says whether it is.
        pixels: of the layer, perhaps as other numbers.
        place: of the alpha among the channels, None where there is none.
    """
    if place is None or layer.encoding.alpha != "premultiplied":
        return None
    return pixels[:, :, place, None]


def without_alpha(colour: Pixels, alpha: Pixels | None, black: float = 0.0) -> Pixels:
    """Return colour that is not multiplied by its alpha.

    Where alpha is 0 there is nothing but glow, which adds to what lies behind: it counts as what it
    adds to the code of black, so that what is empty stays so in spaces where that is above 0.

    Args:
        colour: (height, width, channels) float32.
        alpha: (height, width, 1) float32, as `alpha_within` gives it.
        black: the code of no light in the space of the colour.
    """
    if alpha is None:
        return colour
    seen = alpha > 0
    cover = np.where(seen, alpha, np.float32(1))
    with np.errstate(over="ignore"):  # bright colour by an alpha of next to nothing is infinite
        return np.where(seen, colour / cover, colour + np.float32(black))


def with_alpha(colour: Pixels, alpha: Pixels | None, black: float = 0.0) -> Pixels:
    """Return the reverse of `without_alpha`."""
    if alpha is None:
        return colour
    return np.where(alpha > 0, colour * alpha, colour - np.float32(black))


def covering(colour: Pixels, alpha: Pixels) -> Pixels:
    """Return straight colour multiplied by its alpha; where that is 0 none, were it infinite."""
    with np.errstate(invalid="ignore"):
        return np.where(alpha == 0, 0, colour * alpha)


def in_window(
    layer: Layer, display: Window, window: Window, places: Sequence[int] | None = None
) -> Pixels:
    """Return channels of a layer in another window; what the file does not hold is zero.

    Args:
        layer: the channels.
        display: what a layer fills that has no data window.
        window: the one that is wanted.
        places: of the channels that are wanted, all by default.
    """
    own = layer.data_window or display
    pixels = layer.pixels if places is None else layer.pixels[:, :, list(places)]
    if own == window:
        return pixels
    canvas = np.zeros((window.height, window.width, pixels.shape[2]), pixels.dtype)
    left, top = max(own.x, window.x), max(own.y, window.y)
    right = min(own.x + own.width, window.x + window.width)
    bottom = min(own.y + own.height, window.y + window.height)
    if right > left and bottom > top:
        canvas[top - window.y : bottom - window.y, left - window.x : right - window.x] = pixels[
            top - own.y : bottom - own.y, left - own.x : right - own.x
        ]
    return canvas


def in_display(frame: Frame, layer: Layer, places: Sequence[int] | None = None) -> Pixels:
    """Return channels of a layer in the display window of its frame, as `in_window` does."""
    return in_window(layer, frame.display_window, frame.display_window, places)
