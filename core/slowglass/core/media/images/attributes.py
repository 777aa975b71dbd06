"""Metadata of picture files: carried from a file that is read to one that is written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import OpenImageIO as oiio

from slowglass.core.media.images.file import is_unicode
from slowglass.core.media.images.metadata import (
    BITS,
    COLOUR_SPACE,
    FRAMES_PER_SECOND,
    PART_NAME,
    Attribute,
)

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
_TYPES_THAT_NAMES_DO_NOT_GIVE = {
    "vector2i": oiio.TypeVector2i,
    "vector2i[2]": oiio.TypeBox2i,
    "vector3i": oiio.TypeVector3i,
}


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
    spec.attribute(FRAMES_PER_SECOND, oiio.TypeRational, (exact.numerator, exact.denominator))
    spec["dpx:FrameRate"] = float(rate)
    spec["dpx:TemporalFrameRate"] = float(rate)
