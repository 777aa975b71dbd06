"""Picture files that hold an animation: a reader of pictures would show the first one only.

Source: PNG (Third Edition), 11.3.6.1, "acTL"; WebP Container Specification (RFC 9649), 2.7, "VP8X".
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

_PNG = b"\x89PNG\r\n\x1a\n"
_WEBP_FLAGS, _WEBP_ANIMATION = 20, 0x02


def is_animated(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is a PNG or WebP of several frames; no other file is."""
    with Path(path).open("rb") as file:
        start = file.read(_WEBP_FLAGS + 1)
        if start[:4] == b"RIFF" and start[8:16] == b"WEBPVP8X":
            return len(start) > _WEBP_FLAGS and bool(start[_WEBP_FLAGS] & _WEBP_ANIMATION)
        return start[:8] == _PNG and _frames_of_png(file) > 1


def _frames_of_png(file: BinaryIO) -> int:
    """Return how many frames the chunks before the first picture promise; 1 if they say nothing."""
    file.seek(len(_PNG))
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind == b"acTL":
            count = file.read(4)
            return int.from_bytes(count, "big") if len(count) == 4 else 1
        if kind == b"IDAT":
            break
        file.seek(length + 4, os.SEEK_CUR)
    return 1
