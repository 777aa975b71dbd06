"""The small display-like pictures that models see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from slowglass.core.colour import SAMPLED_STEP, display_proxy, exposure_power, linear_proxy
from slowglass.core.frames import Frame
from slowglass.core.pixels import in_window, unit_values

CACHED_ROWS = 32
"""Of a picture, worked on at once."""


@dataclass(frozen=True)
class _Shown:
    """What a frame looks like to a model."""

    frame: Frame
    power: int | None
    """Of two, by which linear light is exposed; None: the frame holds display code."""
    proxy: Tensor


class PairProxies:
    """What a model sees of pairs that follow one another: a frame of two pairs is shown once."""

    def __init__(self, device: torch.device) -> None:
        """Nothing is seen yet; proxies lie on ``device``."""
        self.device = device
        self._newest: _Shown | None = None

    def of(self, left: Frame, right: Frame) -> tuple[Tensor, Tensor]:
        """Return what a model sees of a pair: (1, 3, H, W) float32 in 0..1 each, display window.

        Scene-linear pairs are exposed alike, by a power of two that both together ask for.
        """
        power: int | None = None
        if left.colour().layer.encoding.transfer == "linear":
            sampled = [visible(frame, SAMPLED_STEP) for frame in (left, right)]
            power = exposure_power(sampled[0], sampled[1], step=1)
        known, self._newest = self._newest, None
        if known is None or known.frame is not left or known.power != power:
            known = self._show(left, power)
        self._newest = self._show(right, power)
        return known.proxy, self._newest.proxy

    def _show(self, frame: Frame, power: int | None) -> _Shown:
        picture = visible(frame).to(self.device)
        if power is None:
            return _Shown(frame, power, display_proxy(picture))
        # A few rows at once stay in the processor's cache: half the time, and little memory.
        rows = CACHED_ROWS if self.device.type == "cpu" else picture.shape[2]
        for top in range(0, picture.shape[2], rows):
            strip = picture[:, :, top : top + rows]
            strip.copy_(linear_proxy(strip, power))
        return _Shown(frame, power, picture)


def pair_proxies(left: Frame, right: Frame, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return what a model sees of one pair, as `PairProxies` gives it."""
    return PairProxies(device).of(left, right)


def visible(frame: Frame, step: int = 1) -> Tensor:
    """Return the colour that people see, (1, 3, H, W) float32 in the display window, unclipped.

    Integer codes are divided by the largest; grey is repeated; what no pixel covers is black.

    Args:
        frame: any.
        step: every how many rows and columns are taken.
    """
    seen = frame.colour()
    layer, display = seen.layer, frame.display_window
    channels = seen.colour if len(seen.colour) == 3 else seen.colour * 3
    pixels = in_window(layer, display, display, channels)[::step, ::step]
    return torch.from_numpy(unit_values(np.ascontiguousarray(pixels.transpose(2, 0, 1))))[None]
