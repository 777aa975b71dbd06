"""Which picture formats can be written, and how a frame is stored in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.frames import Alpha, Layer
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.metadata import BITS, Attribute


@dataclass(frozen=True)
class PictureFormat:
    """What one file format can hold."""

    name: str
    """OpenImageIO's name."""
    sample_types: tuple[str, ...]
    """Those that may be asked for."""
    compressions: tuple[str, ...] = ()
    """The first is the default."""
    alpha: Alpha | None = None
    """How colour relates to alpha by the format's rules; None: the file says which."""


_EXR_COMPRESSIONS = (
    *("zip", "zips", "none", "rle", "piz", "pxr24", "b44", "b44a", "dwaa", "dwab"),
    *("htj2k256", "htj2k32"),
)
_TIFF = PictureFormat("tiff", ("uint8", "uint16", "half", "float"), ("lzw", "zip", "none"))
_BY_SUFFIX = {
    ".exr": PictureFormat("openexr", ("half", "float"), _EXR_COMPRESSIONS, "premultiplied"),
    ".png": PictureFormat("png", ("uint8", "uint16"), alpha="straight"),
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".dpx": PictureFormat("dpx", ("uint8", "uint10", "uint12", "uint16")),
}
_LOSSY_HINT = "write EXR, PNG, TIFF or DPX and make JPEGs of them, or a movie"
_STORED_NAMES = {"float16": "half", "float32": "float", "uint8": "uint8", "uint16": "uint16"}


def picture_format(path: Path, settings: OutputFormat) -> PictureFormat:
    """Return the format that a name asks for, if the settings fit it.

    Raises:
        UsageError: a suffix that is not offered, or a setting that the format does not have.
    """
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        offered = ", ".join(_BY_SUFFIX)
        hint = _LOSSY_HINT if path.suffix.lower() in (".jpg", ".jpeg") else ""
        raise UsageError(f"expected one of {offered}, got {path.suffix!r}", path=path, hint=hint)
    if settings.sample_type and settings.sample_type not in found.sample_types:
        raise UsageError(
            f"expected a sample type of {found.name}, {', '.join(found.sample_types)}, "
            f"got {settings.sample_type}",
            path=path,
        )
    name, _, level = settings.compression.partition(":")
    if settings.compression and (name not in found.compressions or (level and not _number(level))):
        has = ", ".join(found.compressions) or "no choice of compression"
        raise UsageError(
            f"expected a compression of {found.name}, {has}, got {settings.compression}", path=path
        )
    return found


def exr_sample_type(layer: Layer, channel: str, settings: OutputFormat, from_movie: bool) -> str:
    """Return the type of one channel of an EXR: float16, float32 or uint32.

    By default that of the source; half for movies and 8-bit pictures, whose codes it holds apart.
    Cryptomatte channels are numbers in the bits of a float, so they stay float32 whatever is asked.
    """
    stored, name = layer.stored_type, f"{layer.part_name}.{channel}".lower()
    if stored == "uint32" or (stored == "float32" and "crypto" in name):
        return stored
    if settings.sample_type:
        return {"half": "float16", "float": "float32"}[settings.sample_type]
    coded = from_movie and layer.encoding.transfer != "data"
    return "float16" if stored in ("float16", "uint8") or coded else "float32"


def flat_sample_type(
    target: PictureFormat,
    layer: Layer,
    attributes: Mapping[str, Any],
    settings: OutputFormat,
    from_movie: bool,
) -> str:
    """Return the type of a picture that is not EXR, one of ``target.sample_types``.

    By default that of the source where the format has it, else uint16; never fewer bits.

    Raises:
        UnsupportedMediaError: numbers that the format cannot hold.
    """
    stored = layer.stored_type
    if stored not in _STORED_NAMES:
        raise UnsupportedMediaError(
            f"expected colour for {target.name}, got {stored} channels {layer.channels}",
            hint="write EXR",
        )
    if settings.sample_type:
        return settings.sample_type
    if target.name == "dpx" and stored == "uint16":
        bits = f"uint{used_bits(layer, attributes)}"
        return bits if bits in target.sample_types else "uint16"
    name = _STORED_NAMES[stored]
    return name if name in target.sample_types and not from_movie else "uint16"


def used_bits(layer: Layer, attributes: Mapping[str, Any]) -> int:
    """Return how many bits of each integer sample the file of a layer uses."""
    stated = attributes.get(BITS)
    if layer.stored_type == "uint16" and isinstance(stated, Attribute):
        return int(stated.value)
    return 8 if layer.stored_type == "uint8" else 16


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
