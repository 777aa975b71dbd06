"""What picture files say of their pictures, by name: values, their types and meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from slowglass.core.frames import Frame
from slowglass.core.media.reel import REEL_OF_EXR

PARTS = "parts"
"""Key in ``Frame.attributes`` for those of parts 1, 2, ...: a tuple of mappings like part 0's."""

TILE = "tile"
"""Key for width and height of the tiles that a part is stored in, where it is not in lines."""

PART_NAME = "oiio:subimagename"
COLOUR_SPACE = "oiio:ColorSpace"
INTEROP_ID = "colorInteropID"
BITS = "oiio:BitsPerSample"
"""Bits that are used of each sample, where fewer than its type has (DPX: 10, 12)."""

_CHROMATICITIES = "chromaticities"
_OF_A_COLOUR_SPACE = (
    COLOUR_SPACE,
    INTEROP_ID,
    _CHROMATICITIES,
    "CICP",
    "ICCProfile",
    "acesImageContainerFlag",
    "whiteLuminance",
    "dpx:Transfer",
    "dpx:Colorimetric",
    "Exif:ColorSpace",
)
"""What a file says of the colour space that it was in, and is wrong once it is in another."""
FRAMES_PER_SECOND = "framesPerSecond"
"""Spelled as OpenEXR's standard attribute is; OpenImageIO and others capitalise it."""
_RATE_NAMES = (
    FRAMES_PER_SECOND,
    "FramesPerSecond",
    "captureRate",
    "dpx:FrameRate",
    "dpx:TemporalFrameRate",
)
_NTSC = Fraction(1000, 1001)
_RATE_TOLERANCE = 2e-3


@dataclass(frozen=True)
class Attribute:
    """A value with the type that the file gives it, in OpenImageIO's words.

    ``float[8]``, ``rational``, ``timecode``, ``string`` and so on; values of more than one number
    are tuples.
    """

    type: str
    value: Any


def text_of(attributes: Mapping[str, Any], name: str) -> str:
    """Return the value of an attribute as text, "" where there is none."""
    value = attributes.get(name)
    return str(value.value) if isinstance(value, Attribute) else ""


def in_colour_space(
    attributes: Mapping[str, Any], tag: str, chromaticities: tuple[float, ...]
) -> dict[str, Any]:
    """Return the attributes of a picture whose colour is now that of another space.

    Args:
        attributes: of a frame.
        tag: colour interop ID of the space; "" if it has none.
        chromaticities: of its red, green, blue and white; empty if not known.
    """
    kept = {name: value for name, value in attributes.items() if name not in _OF_A_COLOUR_SPACE}
    if PARTS in kept:
        kept[PARTS] = tuple(in_colour_space(part, tag, chromaticities) for part in kept[PARTS])
    if tag:
        kept[INTEROP_ID] = Attribute("string", tag)
    if chromaticities:
        kept[_CHROMATICITIES] = Attribute("float[8]", chromaticities)
    return kept


def part_attributes(attributes: Mapping[str, Any], part: int) -> Mapping[str, Any]:
    """Return the attributes of one part, out of those of a frame."""
    if part == 0:
        return attributes
    others = attributes.get(PARTS, ())
    return others[part - 1] if part <= len(others) else {}


def plain_values(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of part 0 without their types, for people to read."""
    return {k: a.value for k, a in attributes.items() if isinstance(a, Attribute)}


def frame_rate_of(attributes: Mapping[str, Any]) -> Fraction | None:
    """Return the frame rate that a picture states, exactly; None where it states none.

    DPX stores a float, so 23.976 and its like mean the nearest n * 1000 / 1001.
    """
    for name in _RATE_NAMES:
        value = attributes[name].value if name in attributes else None
        if isinstance(value, tuple) and len(value) == 2 and value[0] > 0 and value[1] > 0:
            return Fraction(*value)
        if isinstance(value, (int, float)) and 0 < value < 1e6:
            return exact_rate(value)
    return None


def exact_rate(rate: float) -> Fraction:
    """Return the rate that a rounded number stands for: whole, NTSC, or a near fraction."""
    nearest = Fraction(round(rate))
    ntsc = round(rate / float(_NTSC)) * _NTSC
    best = min((nearest, ntsc), key=lambda candidate: abs(float(candidate) - rate))
    return best if best > 0 and abs(best - rate) < _RATE_TOLERANCE else Fraction(rate)


def with_reel(frame: Frame, name: str) -> Frame:
    """Return a frame for EXR that names its reel; one that does already stays as it is."""
    if not name or REEL_OF_EXR in frame.attributes:
        return frame
    attribute = Attribute("string", name)
    return replace(frame, attributes={**frame.attributes, REEL_OF_EXR: attribute})
