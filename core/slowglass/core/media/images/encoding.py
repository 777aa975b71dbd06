"""What the numbers in a picture file mean, by what it says or, stated, by what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import OpenImageIO as oiio

from slowglass.core.colour_groups import is_alpha
from slowglass.core.frames import Alpha, Encoding, Transfer
from slowglass.core.media.images.metadata import COLOUR_SPACE, text_of

_LINEAR_NAMES = ("lin", "scene_linear", "acescg", "aces2065", "aces - ")
_LOG_NAMES = ("acescc", "pq_", "hlg_")
_DATA_NAMES = ("data", "raw", "unknown", "non-color", "non-colour")
_DPX_TRANSFERS: dict[str, Transfer] = {
    "logarithmic": "log",
    "printing density": "log",
    "linear": "linear",
}
_ALWAYS_SRGB = ("png", "jpeg", "webp")
"""OpenImageIO reports sRGB for these, whether the file says so or not."""


def encoding_of(
    file_format: str, sample_type: str, attributes: Mapping[str, Any], alpha: Alpha
) -> Encoding:
    """Return the encoding of a layer, with the assumption stated where the file is silent.

    Args:
        file_format: OpenImageIO's name, such as "openexr".
        sample_type: of the layer.
        attributes: of the layer's part.
        alpha: of the layer's part.
    """
    name = text_of(attributes, COLOUR_SPACE)
    transfer = "data" if sample_type == "uint32" else _stated_transfer(attributes, name)
    assumed = ""
    if transfer is None:
        linear = file_format == "openexr" or sample_type in ("float16", "float32")
        transfer = "linear" if linear else "srgb"
        shown = "scene-linear" if linear else "sRGB"
        assumed = f"{file_format} without a colour space is taken as {shown}"
    elif file_format in _ALWAYS_SRGB and transfer == "srgb":
        assumed = f"{file_format} is taken as sRGB"
    return Encoding(transfer, alpha, name, assumed)


def _stated_transfer(attributes: Mapping[str, Any], colour_space: str) -> Transfer | None:
    """Return what the file says, None where it says nothing that is known."""
    dpx = _DPX_TRANSFERS.get(text_of(attributes, "dpx:Transfer").lower())
    if dpx is not None:
        return dpx
    name = colour_space.lower().rpartition(":")[2]
    if not name:
        return None
    if name.startswith(_LINEAR_NAMES):
        return "linear"
    if name in _DATA_NAMES:
        return "data"
    return "log" if "log" in name or name.startswith(_LOG_NAMES) else "srgb"


def alpha_of(file_format: str, spec: oiio.ImageSpec) -> Alpha:
    """Return how colour relates to alpha in a part: PNG is straight by its standard."""
    if not any(map(is_alpha, spec.channelnames)):
        return "none"
    straight = file_format == "png" or spec.get_int_attribute("oiio:UnassociatedAlpha")
    return "straight" if straight else "premultiplied"
