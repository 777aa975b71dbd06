"""Metadata of picture files: carried from a file that is read to one that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import OpenImageIO as oiio

from slowglass.core.media.images.file import is_unicode

PARTS = "parts"
"""Key in ``Frame.attributes`` for those of parts 1, 2, ...: a tuple of mappings like part 0's."""

TILE = "tile"
"""Key for width and height of the tiles that a part is stored in, where it is not in lines."""

PART_NAME = "oiio:subimagename"
COLOUR_SPACE = "oiio:ColorSpace"
INTEROP_ID = "colorInteropID"
BITS = "oiio:BitsPerSample"
"""Bits that are used of each sample, where fewer than its type has (DPX: 10, 12)."""

_CARRIED_FROM_OIIO = (PART_NAME, COLOUR_SPACE, BITS)
_OF_THE_FILE_NOT_THE_PICTURE = (
    "compression",
    "planarconfig",
    "tiff:Compression",
    "tiff:PhotometricInterpretation",
    "tiff:PlanarConfiguration",
    "tiff:RowsPerStrip",
    "tiff:UnassociatedAlpha",
    "openexr:lineOrder",
    "openexr:version",
    "openexr:chunkCount",
    "openexr:roundingmode",
    "openexr:dwaCompressionLevel",
    "dpx:ImageDescriptor",
    "dpx:Packing",
    "dpx:EndOfLinePadding",
    "dpx:EndOfImagePadding",
    "dpx:Version",
    "dpx:TimeCode",  # smpte:TimeCode has it, and the user bits
    "dpx:UserBits",
)
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
_TYPES_THAT_NAMES_DO_NOT_GIVE = {
    "vector2i": oiio.TypeVector2i,
    "vector2i[2]": oiio.TypeBox2i,
    "vector3i": oiio.TypeVector3i,
}
_FRAMES_PER_SECOND = "framesPerSecond"
"""Spelled as OpenEXR's standard attribute is; OpenImageIO and others capitalise it."""
_RATE_NAMES = (
    _FRAMES_PER_SECOND,
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


def attributes_of(spec: oiio.ImageSpec) -> dict[str, Attribute]:
    """Return what a part says of its picture, by name; not how the file stores it."""
    return {
        item.name: Attribute(str(item.type), item.value)
        for item in spec.extra_attribs
        if item.name in _CARRIED_FROM_OIIO
        or not (item.name.startswith("oiio:") or item.name in _OF_THE_FILE_NOT_THE_PICTURE)
    }


def put_attributes(spec: oiio.ImageSpec, attributes: Mapping[str, Any]) -> None:
    """Set the attributes of a part to write; what is no ``Attribute`` is not of a picture file.

    Text goes out byte for byte as it came, in whatever encoding; what OpenImageIO does not take is
    left out, as `left_out_names` says.
    """
    for name, attribute in attributes.items():
        if isinstance(attribute, Attribute):
            _put(spec, name, attribute)


def left_out_names(attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of attributes that cannot be written again, in words that can be shown."""
    names = [name for name, value in attributes.items() if isinstance(value, Attribute)]
    trial = oiio.ImageSpec(1, 1, 1, "half")
    lost = [name for name in names if not _put(trial, name, attributes[name])]
    return tuple(name.encode("utf-8", "backslashreplace").decode() for name in lost)


def _put(spec: oiio.ImageSpec, name: str, attribute: Attribute) -> bool:
    """Set one attribute; return whether OpenImageIO took it."""
    kind = _TYPES_THAT_NAMES_DO_NOT_GIVE.get(attribute.type) or oiio.TypeDesc(attribute.type)
    value = attribute.value
    try:
        if isinstance(value, str) and not is_unicode(value):
            # Handed on as lone surrogates, and taken as bytes alone, which then have no type.
            spec.attribute(name, value.encode("utf-8", "surrogateescape"))
        else:
            spec.attribute(name, kind, value)
    except (TypeError, ValueError, RuntimeError):  # in the words of its binding: std::bad_cast
        return False
    return True


def put_frame_rate(spec: oiio.ImageSpec, rate: Fraction) -> None:
    """State the frame rate in every way that a format may keep."""
    exact = rate.limit_denominator(1_000_000)
    spec.attribute(_FRAMES_PER_SECOND, oiio.TypeRational, (exact.numerator, exact.denominator))
    spec["dpx:FrameRate"] = float(rate)
    spec["dpx:TemporalFrameRate"] = float(rate)


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
