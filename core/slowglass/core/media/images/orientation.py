"""Pictures that cameras and scanners store lying on a side: turned upright, as viewers show them.

Source: Exif 3.0 (CIPA DC-008), 4.6.5.1.6, "Orientation"; TIFF 6.0, tag 274.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from slowglass.core.frames import Pixels
from slowglass.core.media.images.metadata import Attribute

_NAME = "Orientation"
_FORMATS = ("jpeg", "tiff", "png", "webp")
"""Those with Exif or its tags; what DPX and EXR say of directions no viewer follows."""
_ASPECT, _ACROSS, _DOWN = "PixelAspectRatio", "XResolution", "YResolution"


def orientation_of(file_format: str, attributes: Mapping[str, Any]) -> int:
    """Return where row 0 and column 0 of a picture belong, 1 to 8; 1: top and left."""
    stated = attributes.get(_NAME) if file_format in _FORMATS else None
    value = stated.value if isinstance(stated, Attribute) else 1
    return value if value in range(1, 9) else 1


def lies_on_side(orientation: int) -> bool:
    """Return whether rows are columns when it stands upright."""
    return orientation >= 5


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Return pixels (height, width, channels) as they are to be seen."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def upright_attributes(attributes: Mapping[str, Any], orientation: int) -> dict[str, Any]:
    """Return the attributes of a picture that stands upright now."""
    kept = {name: value for name, value in attributes.items() if name != _NAME}
    if lies_on_side(orientation):
        across, down = kept.pop(_ACROSS, None), kept.pop(_DOWN, None)
        kept |= {n: v for n, v in ((_ACROSS, down), (_DOWN, across)) if v is not None}
        if _ASPECT in kept:
            kept[_ASPECT] = replace(kept[_ASPECT], value=1 / kept[_ASPECT].value)
    return kept
