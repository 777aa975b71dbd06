"""The small display-like pictures that models see."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from slowglass.core.colour import display_proxy, exposure_power, linear_proxy
from slowglass.core.frames import Frame
from slowglass.core.pixels import in_window, unit_values


def pair_proxies(left: Frame, right: Frame, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return what a model sees of a pair: (1, 3, H, W) float32 in 0..1 each, display window.

    Scene-linear pairs are exposed alike, by a power of two that both together ask for.
    """
    pictures = [visible(frame).to(device) for frame in (left, right)]
    if left.colour().layer.encoding.transfer == "linear":
        power = exposure_power(*pictures)
        return linear_proxy(pictures[0], power), linear_proxy(pictures[1], power)
    return display_proxy(pictures[0]), display_proxy(pictures[1])


def visible(frame: Frame) -> Tensor:
    """Return the colour that people see, (1, 3, H, W) float32 in the display window, unclipped.

    Integer codes are divided by the largest; grey is repeated; what no pixel covers is black.
    """
    seen = frame.colour()
    layer, display = seen.layer, frame.display_window
    channels = seen.colour if len(seen.colour) == 3 else seen.colour * 3
    pixels = unit_values(in_window(layer, display, display, channels))
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]
