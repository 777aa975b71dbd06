"""The pixel aspect in containers where FFmpeg's writers leave it out: Matroska and MXF.

Both hold it, but the writers look for it where PyAV cannot put it, so it is put into the finished
file. No other byte moves: Matroska's description of the stream has spare room, MXF's a fixed place.

Source: RFC 8794 (EBML), sections 4 to 6 and 11.3.1; RFC 9559 (Matroska), section 5.1.4.1.28;
SMPTE ST 377-1:2019, table B.2 (Generic Picture Essence Descriptor, aspect ratio).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from slowglass.core.errors import OutputError

_HEADER_BYTES = 1 << 20
_SEGMENT, _TRACKS, _ENTRY, _VIDEO = 0x18538067, 0x1654AE6B, 0xAE, 0xE0
_CRC, _VOID = 0xBF, 0xEC
_DISPLAY_WIDTH, _DISPLAY_HEIGHT, _DISPLAY_UNIT = 0x54B0, 0x54BA, 0x54B2
_AS_RATIO = 3
_MXF_ASPECT = bytes.fromhex("320e0008")


def store_pixel_aspect(path: Path, size: tuple[int, int], aspect: Fraction) -> None:
    """Put the pixel aspect into a finished file.

    Args:
        path: a movie with one stream of pictures; its suffix tells the container. Others than mkv
            and mxf stay as they are.
        size: width and height of its pictures.
        aspect: width of a pixel by its height.

    Raises:
        OutputError: the file is not built as expected.
    """
    width, height = size
    stores = {".mkv": _in_matroska, ".mxf": _in_mxf}.get(path.suffix.lower())
    if stores is None:
        return
    with path.open("r+b") as file:
        header = bytearray(file.read(_HEADER_BYTES))
        try:
            stores(header, width * aspect, height)
        except (LookupError, ValueError) as error:
            raise OutputError(
                f"expected room for a pixel aspect of {aspect}, found none",
                path=path,
                hint="choose a .mov",
            ) from error
        file.seek(0)
        file.write(header)


def _in_mxf(header: bytearray, width: Fraction, height: int) -> None:
    place = header.index(_MXF_ASPECT) + len(_MXF_ASPECT)
    ratio = width / height
    header[place : place + 8] = struct.pack(">ii", ratio.numerator, ratio.denominator)


def _in_matroska(header: bytearray, width: Fraction, height: int) -> None:
    end = len(header)
    segment = next(part for part in _elements(header, 0, end) if part.name == _SEGMENT)
    tracks = next(part for part in _elements(header, segment.start, end) if part.name == _TRACKS)
    for entry in _elements(header, tracks.start, tracks.end):
        inside = list(_elements(header, entry.start, entry.end)) if entry.name == _ENTRY else []
        video = next((part for part in inside if part.name == _VIDEO), None)
        if video is not None:
            new = _with_display(header, video, _display_size(width, height))
            kept = (new if p is video else p.bytes_of(header) for p in inside if p.name != _VOID)
            header[entry.start : entry.end] = _filled(b"".join(kept), entry.end - entry.start)
            break
    checksum, *_ = _elements(header, tracks.start, tracks.end)
    if checksum.name == _CRC:
        header[checksum.start : checksum.end] = struct.pack(
            "<I", zlib.crc32(header[checksum.end : tracks.end])
        )


def _display_size(width: Fraction, height: int) -> tuple[int, int, int]:
    """Return width, height and unit to show: pixels where they are whole, else a ratio."""
    if width.denominator == 1:
        return width.numerator, height, 0
    ratio = width / height
    return ratio.numerator, ratio.denominator, _AS_RATIO


def _with_display(
    header: bytes | bytearray, video: _Element, display: tuple[int, int, int]
) -> bytes:
    """Return the description of the pictures with another size to show."""
    names = (_DISPLAY_WIDTH, _DISPLAY_HEIGHT, _DISPLAY_UNIT)
    old = (p for p in _elements(header, video.start, video.end) if p.name not in names)
    added = (
        _element(name, number.to_bytes(max(1, -(-number.bit_length() // 8)), "big"))
        for name, number in zip(names, display, strict=True)
        if number
    )
    return _element(_VIDEO, b"".join((*(part.bytes_of(header) for part in old), *added)))


def _filled(content: bytes, size: int) -> bytes:
    """Return content filled up with void; ValueError if that cannot be."""
    room = size - len(content)
    if room == 0:
        return content
    if not 2 <= room <= 128:
        raise ValueError("no room")
    return content + _element(_VOID, bytes(room - 2))


@dataclass(frozen=True)
class _Element:
    """A piece of EBML by its place: all of it from ``first``, its content from ``start``."""

    name: int
    first: int
    start: int
    end: int

    def bytes_of(self, data: bytes | bytearray) -> bytes:
        return bytes(data[self.first : self.end])


def _elements(data: bytes | bytearray, first: int, end: int) -> Iterator[_Element]:
    """Yield what lies side by side; ValueError where a length makes no sense."""
    while first < end:
        name_size, size_size = _vint_bytes(data[first]), 0
        size_at = first + name_size
        size_size = _vint_bytes(data[size_at])
        start = size_at + size_size
        mask = (1 << 7 * size_size) - 1
        length = int.from_bytes(data[size_at:start], "big") & mask
        yield _Element(int.from_bytes(data[first:size_at], "big"), first, start, start + length)
        first = start + length


def _vint_bytes(first_byte: int) -> int:
    """Return how many bytes a number has that says so by its leading zeros."""
    if not first_byte:
        raise ValueError("no length")
    return 9 - first_byte.bit_length()


def _element(name: int, content: bytes) -> bytes:
    length = len(content)
    size = struct.pack(">B", 0x80 | length) if length < 127 else struct.pack(">H", 0x4000 | length)
    return name.to_bytes(-(-name.bit_length() // 8), "big") + size + content
