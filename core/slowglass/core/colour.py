"""Curves between light and code, and the display-like proxies that motion is estimated on."""

from __future__ import annotations

import math

import torch
from torch import Tensor

MIDDLE_GREY = 0.18
SAMPLED_STEP = 8
"""Of the rows and columns that the exposure of a picture is taken from."""
HIGHLIGHT_KNEE = 0.6
"""Proxy value above which highlights are compressed instead of clipped."""


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Return display-referred code values of linear light; mirrored for negative light, unclipped.

    Source: IEC 61966-2-1:1999, clause 5.2.
    """
    size = linear.abs()
    curve = 1.055 * size.clamp_min(0.0031308).pow(1 / 2.4) - 0.055
    return torch.where(size <= 0.0031308, size * 12.92, curve) * linear.sign()


def srgb_to_linear(code: Tensor) -> Tensor:
    """Return linear light of display-referred code values; mirrored for negatives, unclipped.

    Source: IEC 61966-2-1:1999, clause 5.3.
    """
    size = code.abs()
    curve = ((size.clamp_min(0.04045) + 0.055) / 1.055).pow(2.4)
    return torch.where(size <= 0.04045, size / 12.92, curve) * code.sign()


def exposure_power(left: Tensor, right: Tensor, step: int = SAMPLED_STEP) -> int:
    """Return the power of two that brings a pair of linear pictures to about middle grey.

    A power of two scales floats without rounding, so a source that is 2^k times brighter gets the
    same proxy to the last bit, and with it the same motion. The median ignores a few bright lamps.

    Args:
        left: (1, C, H, W) float, linear; black and non-finite values are left out.
        right: like ``left``.
        step: every how many rows and columns are looked at.
    """
    light = torch.cat([picture[..., ::step, ::step].abs().flatten() for picture in (left, right)])
    light = light[torch.isfinite(light) & (light > 0)]
    if not len(light):
        return 0
    return math.frexp(MIDDLE_GREY)[1] - math.frexp(float(light.median()))[1]


def linear_proxy(linear: Tensor, power: int) -> Tensor:
    """Return a display-like picture in 0..1 of linear light.

    Exposed by 2^``power``, sRGB curve, highlights bent below 1 from `HIGHLIGHT_KNEE` on so that a
    bright emitter keeps its shape; negative and non-finite values become 0.
    """
    light = torch.nan_to_num(linear.float(), nan=0.0, posinf=3e38, neginf=0.0)
    code = linear_to_srgb((light * math.ldexp(1.0, power)).clamp(0, 1e30))
    room = 1 - HIGHLIGHT_KNEE
    over = (code - HIGHLIGHT_KNEE).clamp_min(0) / room
    return torch.where(code <= HIGHLIGHT_KNEE, code, HIGHLIGHT_KNEE + room * over / (1 + over))


def display_proxy(code: Tensor) -> Tensor:
    """Return display-referred code values as a picture in 0..1."""
    return torch.nan_to_num(code.float(), nan=0.0).clamp_(0, 1)
