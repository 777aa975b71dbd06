"""Headers that OpenEXR would read for minutes are refused; all others pass."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.images.exr.header import (
    MOST_ATTRIBUTES,
    MOST_CHANNELS,
    check_exr_header,
)
from slowglass.core.media.images.frame import read_picture


def attribute(name: bytes, kind: bytes, value: bytes) -> bytes:
    return name + b"\0" + kind + b"\0" + struct.pack("<I", len(value)) + value


def channels(count: int) -> bytes:
    each = b"".join(
        b"c%06d\0" % k + struct.pack("<i4Bii", 1, 0, 0, 0, 0, 1, 1) for k in range(count)
    )
    return attribute(b"channels", b"chlist", each + b"\0")


def header(path: Path, *parts: bytes) -> Path:
    """Write a file of headers alone."""
    version = 2 | (0x1000 if len(parts) > 1 else 0)
    ends = b"\0" if len(parts) > 1 else b""
    body = b"".join(part + b"\0" for part in parts)
    path.write_bytes(struct.pack("<II", 20000630, version) + body + ends)
    return path


def integers(count: int) -> bytes:
    return b"".join(attribute(b"a%06d" % k, b"int", bytes(4)) for k in range(count))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ((integers(MOST_ATTRIBUTES + 1),), "attributes"),
        ((channels(MOST_CHANNELS + 1),), "channels"),
        ((channels(100_000),), "channels"),
        ((integers(3), channels(3) + integers(MOST_ATTRIBUTES)), "attributes"),
        ((attribute(b"text", b"string", b"x" * (70 << 20)) + integers(9),), "64 MB"),
    ],
)
def test_a_flood_is_refused(tmp_path: Path, parts: tuple[bytes, ...], says: str) -> None:
    path = header(tmp_path / "a.exr", *parts)
    with pytest.raises(UnreadableMediaError, match=says):
        check_exr_header(path)
    with pytest.raises(UnreadableMediaError, match=says):
        read_picture(path)


@pytest.mark.parametrize(
    "parts",
    [
        (channels(MOST_CHANNELS) + integers(MOST_ATTRIBUTES - 1),),
        tuple(integers(2000) for _ in range(9)),
        (attribute(b"text", b"string", b"x" * (10 << 20)) + integers(9),),
        (b"",),
    ],
)
def test_what_is_large_and_can_be_read_passes(tmp_path: Path, parts: tuple[bytes, ...]) -> None:
    check_exr_header(header(tmp_path / "a.exr", *parts))


@pytest.mark.parametrize("length", range(0, 120, 7))
def test_a_header_that_is_cut_off_is_left_to_openexr(tmp_path: Path, length: int) -> None:
    path = header(tmp_path / "a.exr", channels(2) + integers(3))
    path.write_bytes(path.read_bytes()[:length])
    check_exr_header(path)
