"""The frames of a window as small pictures: what a network will see of such a clip."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.colour import display_proxy, exposure_power, linear_proxy
from slowglass.core.errors import OutputError
from slowglass.core.frames import FrameSource
from slowglass.core.proxy import visible

Picture = NDArray[Any]
"""(height, width, 3) uint8, RGB."""


def window_pictures(
    source: FrameSource, first: int, count: int, shorter_side: int
) -> list[Picture]:
    """Return frames ``first`` to ``first + count - 1`` as the engine shows them to models.

    Linear light is exposed by what the first and the last frame ask for together, as a pair is.

    Args:
        source: the clip.
        first: index of the first frame.
        count: how many.
        shorter_side: of the pictures at most, in pixels; the aspect stays, none is enlarged.

    Raises:
        InputError: a frame cannot be read.
    """
    small, linear = [], False
    for index in range(first, first + count):
        frame = source.read(index)
        linear = frame.colour().layer.encoding.transfer == "linear"
        small.append(_fit(visible(frame), shorter_side))
    power = exposure_power(small[0], small[-1]) if linear else 0
    shown = [linear_proxy(one, power) if linear else display_proxy(one) for one in small]
    return [np.round(one[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8) for one in shown]


def _fit(picture: Tensor, shorter_side: int) -> Tensor:
    """Return (1, 3, H, W) no larger than asked, each pixel the mean of what it covers."""
    height, width = picture.shape[-2:]
    scale = shorter_side / min(height, width)
    if scale >= 1:
        return picture
    size = (round(width * scale), round(height * scale))
    planes = np.ascontiguousarray(picture[0].permute(1, 2, 0).numpy())
    small = cv2.resize(planes, size, interpolation=cv2.INTER_AREA)
    return torch.from_numpy(small).permute(2, 0, 1)[None]


def png(picture: Picture) -> bytes:
    """Return a picture as the bytes of a PNG file, the same every time.

    Raises:
        OutputError: it cannot be encoded.
    """
    good, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if not good:
        raise OutputError(f"expected to encode a picture {picture.shape} as PNG, OpenCV refused")
    return data.tobytes()
