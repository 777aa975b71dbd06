"""The picture that a movie shows, out of a frame with any number of channels."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from slowglass.core.frames import Frame, Layer, is_float


def display_picture(frame: Frame) -> Tensor:
    """Return the colour of ``frame`` as a movie stores it.

    Returns:
        (C, H, W) float32 at the size of the display window, black where there is no data: R, G, B,
        or Y alone, then A if there is any. Values are as the layer encodes them; alpha is straight.
    """
    seen = frame.colour()
    layer = seen.layer
    rows = [_as_float(layer, place) for place in seen.colour]
    if seen.alpha is not None and layer.encoding.alpha != "none":
        alpha = _as_float(layer, seen.alpha)
        if layer.encoding.alpha == "premultiplied":
            rows = [_divide(row, alpha) for row in rows]
        rows.append(alpha)
    return _place(torch.stack(rows), frame, layer)


def _as_float(layer: Layer, place: int) -> Tensor:
    pixels = layer.pixels[:, :, place]
    values = torch.from_numpy(np.ascontiguousarray(pixels, dtype=np.float32))
    return values if is_float(pixels) else values / np.iinfo(pixels.dtype).max


def _divide(colour: Tensor, alpha: Tensor) -> Tensor:
    """Take alpha out of premultiplied colour; what only glows (alpha 0) keeps its colour."""
    return torch.where(alpha > 0, colour / alpha.clamp_min(1e-30), colour)


def _place(picture: Tensor, frame: Frame, layer: Layer) -> Tensor:
    """Return the part of the layer that the display window shows."""
    shown, data = frame.display_window, layer.data_window
    if data is None or data == shown:
        return picture
    canvas = picture.new_zeros((picture.shape[0], shown.height, shown.width))
    x, y = data.x - shown.x, data.y - shown.y
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + data.width, shown.width), min(y + data.height, shown.height)
    if right > left and bottom > top:
        canvas[:, top:bottom, left:right] = picture[:, top - y : bottom - y, left - x : right - x]
    return canvas
