"""Whether an EXR that was just written is whole: its table of chunks, and the chunks themselves.

Decoding does not tell: a reader that finds no place of a chunk in the table looks for it
(decision 0027).

Source: "OpenEXR File Layout", openexr.com: header, offset table, chunks.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.images.exr.header import SEVERAL_PARTS

_TILED = 0x200
"""In the version of a file of one part."""


def check_chunks(path: Path) -> None:
    """Look whether every chunk of a file has its place in the table, and nothing is cut off.

    Writers leave no gap: the first chunk follows the table, each other the one before it, and the
    last one ends with the file.

    Raises:
        UnreadableMediaError: the file is not whole.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        try:
            several, tiled = _header(file)
            end = _chunks_end(file, several, tiled)
        except (struct.error, IndexError) as error:
            raise _not_whole(path, "it is cut off") from error
        if end != file.seek(0, 2):
            raise _not_whole(path, "chunks are missing")


def _header(file: BinaryIO) -> tuple[bool, list[bool]]:
    """Go to the end of the header; return whether there are several parts, and which have tiles."""
    (version,) = struct.unpack("<4xI", file.read(8))
    several, tiled = bool(version & SEVERAL_PARTS), []
    while True:
        has_tiles, empty = bool(version & _TILED), True
        while name := _text(file):
            _text(file)
            value = file.read(*struct.unpack("<I", file.read(4)))
            has_tiles, empty = value == b"tiledimage" if name == b"type" else has_tiles, False
        if not empty:
            tiled.append(has_tiles)
        if empty or not several:
            return several, tiled


def _text(file: BinaryIO) -> bytes:
    """Return the bytes up to the next 0."""
    text = b""
    while (byte := struct.unpack("c", file.read(1))[0]) != b"\0":
        text += byte
    return text


def _chunks_end(file: BinaryIO, several: bool, tiled: list[bool]) -> int:
    """Return where the last chunk ends, 0 where they do not follow one another without a gap.

    The table ends where the first of them begins: the one of its first line or of its last.
    """
    places: list[int] = []
    while not places or file.tell() < min(places[0], places[-1]):
        places += struct.unpack("<q", file.read(8))
    end = file.tell()
    for offset in sorted(places):
        if offset != end:
            return 0
        file.seek(offset)
        part = struct.unpack("<I", file.read(4))[0] if several else 0
        place = 16 if tiled[part] else 4
        (size,) = struct.unpack(f"<{place}xI", file.read(place + 4))
        end = file.tell() + size
    return end


def _not_whole(path: Path, why: str) -> UnreadableMediaError:
    return UnreadableMediaError(f"expected a whole EXR: {why}", path=path)
