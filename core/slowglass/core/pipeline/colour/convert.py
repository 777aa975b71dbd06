"""Bringing frames to what the target holds: linear light or display code.

A frame that is already so is passed on as it is, with whatever it was decoded from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from slowglass.core.colour import linear_to_srgb, srgb_to_linear
from slowglass.core.frames import ColourChannels, Encoding, Frame, Layer, Pixels
from slowglass.core.media.colour_spaces import LINEAR_REC709, SRGB_REC709
from slowglass.core.pipeline.colour.plain import STORED_AS_LIGHT, TargetTransfer
from slowglass.core.pixels import alpha_within, unit_values, with_alpha, without_alpha


def to_transfer(frame: Frame, transfer: TargetTransfer) -> Frame:
    """Return ``frame`` with its visible colour so encoded; the same object where it already is."""
    seen = frame.colour()
    own = seen.layer.encoding.transfer
    if transfer == "any" or own == transfer or own not in ("linear", "srgb"):
        return frame
    curve = srgb_to_linear if transfer == "linear" else linear_to_srgb
    name = LINEAR_REC709 if transfer == "linear" else SRGB_REC709
    encoding = replace(seen.layer.encoding, transfer=transfer, colour_space=name)
    layers = tuple(
        _curved(layer, curve, seen, encoding) if layer is seen.layer else layer
        for layer in frame.layers
    )
    return replace(frame, layers=layers, native=None)


def _curved(
    layer: Layer,
    curve: Callable[[torch.Tensor], torch.Tensor],
    seen: ColourChannels,
    encoding: Encoding,
) -> Layer:
    """Return the layer with its visible colour sent through ``curve``, as float32.

    Premultiplied colour is divided by its alpha first, and multiplied again: a curve means nothing
    for half of a colour. What only glows (alpha 0) goes through as it is. Integers become
    what `STORED_AS_LIGHT` says.
    """
    pixels = unit_values(layer.pixels).astype(np.float32)
    chosen = list(seen.colour)
    alpha = alpha_within(layer, pixels, seen.alpha)
    curved = _apply(curve, without_alpha(pixels[:, :, chosen], alpha))
    pixels[:, :, chosen] = with_alpha(curved, alpha)
    stored = STORED_AS_LIGHT.get(layer.stored_type, layer.stored_type)
    return replace(layer, pixels=pixels, encoding=encoding, sample_type=stored)


def _apply(curve: Callable[[torch.Tensor], torch.Tensor], pixels: Pixels) -> Pixels:
    """Return pixels sent through a curve of tensors."""
    return curve(torch.from_numpy(pixels)).numpy()
