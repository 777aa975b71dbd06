"""Clips that are damaged in known ways, and pictures that promise more than they hold."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

from slowglass.core.media.images.exr import write_plain_exr
from tests import clips

PICTURES = 6
MOVIE_FRAMES = 48
DAMAGED_NUMBER = 1004
MOVIES = {
    ".mp4": ("libx264", "yuv420p"),
    ".mkv": ("ffv1", "yuv444p"),
    ".mov": ("prores_aw", "yuv422p10le"),
}


def frame_count(suffix: str) -> int:
    """Return how many frames `clip` makes; a movie must be longer than what may miss at its end."""
    return MOVIE_FRAMES if suffix in MOVIES else PICTURES


def clip(folder: Path, suffix: str) -> str:
    """Return a whole clip: a movie, or a sequence from 1001 on."""
    frames = clips.movie_frames(frame_count(suffix), speed=1)
    folder.mkdir(exist_ok=True)
    if suffix not in MOVIES:
        return clips.write_sequence(folder, frames, "shot.{:04d}" + suffix)
    codec, pixel_format = MOVIES[suffix]
    path = folder / f"clip{suffix}"
    return str(clips.write_movie(path, frames, codec=codec, pixel_format=pixel_format))


def damaged_file(clip: str) -> Path:
    """Return the movie, or the fourth file of the sequence."""
    return Path(clip.replace("####", str(DAMAGED_NUMBER)))


def cut_off(path: Path) -> None:
    """Leave the first half."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flip(path: Path, count: int = 400) -> None:
    """Turn the bits of bytes in the middle."""
    content = bytearray(path.read_bytes())
    start = len(content) // 2
    content[start : start + count] = bytes(255 - byte for byte in content[start : start + count])
    path.write_bytes(content)


def huge_header(folder: Path) -> str:
    """Return an EXR of 4 x 4 pixels whose header says 65535 x 65535."""
    path = folder / "shot.0001.exr"
    write_plain_exr(path, {"Y": np.zeros((4, 4), np.float16)})
    small, large = (struct.pack("<iiii", 0, 0, side, side) for side in (3, 65534))
    path.write_bytes(path.read_bytes().replace(small, large))
    return str(path)


def image_bomb(folder: Path, side: int) -> str:
    """Return a PNG of side x side white pixels in a few hundred kilobytes."""
    packer = zlib.compressobj(1)
    row = bytes(1) + bytes([255]) * -(-side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path = folder / "shot.0001.png"
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    return str(path)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
