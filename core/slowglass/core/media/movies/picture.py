"""The picture that a movie shows, out of a frame with any number of channels."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from slowglass.core.frames import Frame
from slowglass.core.pixels import in_window, unit_values, without_alpha


def display_picture(frame: Frame) -> Tensor:
    """Return the colour of ``frame`` as a movie stores it.

    Returns:
        (C, H, W) float32 at the size of the display window, black where there is no data: R, G, B,
        or Y alone, then A if there is any. Values are as the layer encodes them; alpha is straight.
    """
    seen, display = frame.colour(), frame.display_window
    kind = seen.layer.encoding.alpha
    alpha = () if seen.alpha is None or kind == "none" else (seen.alpha,)
    pixels = unit_values(in_window(seen.layer, display, display, (*seen.colour, *alpha)))
    if alpha and kind == "premultiplied":
        colour, cover = pixels[..., :-1], pixels[..., -1:]
        pixels = np.concatenate((without_alpha(colour, cover), cover), 2)
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))
