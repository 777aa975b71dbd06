"""What mattes keep as it is, in frames that are made of several: it is that of one moment.

It was drawn when the shutter had closed and all lines were read, so it is neither blurred nor bent,
and the digits of a counter are those of one frame.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import Frame, Layer, Window, is_float
from slowglass.core.layers import kept_pixels
from slowglass.core.pixels import in_window, unit_values


def with_what_is_kept(frame: Frame, own: Frame) -> Frame:
    """Return a frame in which all that a matte keeps is as another frame has it.

    Args:
        frame: made of several moments.
        own: that of the one moment, with the same layers and its mattes.
    """
    mattes = {view: kept_pixels(own.of_view(view).guides) for view in own.views}
    layers = (
        _kept(layer, one, mattes[one.view], own.display_window)
        for layer, one in zip(frame.layers, own.layers, strict=True)
    )
    found = any(matte is not None for matte in mattes.values())
    return replace(frame, layers=tuple(layers), native=None) if found else frame


def _kept(layer: Layer, own: Layer, matte: NDArray[np.bool_] | None, display: Window) -> Layer:
    """Return a layer with the pixels of another one where a matte of the display window is."""
    if matte is None:
        return layer
    window = layer.data_window or display
    covered = in_window(Layer(matte[..., None].astype(np.uint8), ("matte",)), display, window) > 0
    pixels = in_window(own, display, window)
    if is_float(layer.pixels):
        pixels = unit_values(pixels)
    return layer.with_pixels(np.where(covered, pixels, layer.pixels))
