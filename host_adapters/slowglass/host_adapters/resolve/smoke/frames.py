"""Tiny OpenEXR frames for the smoke test, written with the standard library."""

import os
import struct

WIDTH, HEIGHT = 64, 36
FLOAT, NO_COMPRESSION, INCREASING = 2, 0, 0


def write_frames(folder: str, first: int, count: int, missing: int = -1) -> str:
    """Write grey frames that brighten, ``smoke_000000.exr`` on; return the pattern of printf.

    Args:
        folder: made where it is not there.
        first: number of the first frame.
        count: how many.
        missing: number of a frame that is left out.
    """
    os.makedirs(folder, exist_ok=True)
    pattern = os.path.join(folder, "smoke_%06d.exr")
    for number in range(first, first + count):
        if number != missing:
            with open(pattern % number, "wb") as file:
                file.write(exr_bytes((number - first + 1) / count))
    return pattern


def exr_bytes(light: float) -> bytes:
    """Return a frame of one grey: 32-bit float, not compressed.

    Source: OpenEXR File Layout, the sections on header, channel list, offset table, scan lines.
    """
    head = struct.pack("<II", 20000630, 2) + _header() + b"\0"
    row = struct.pack("<f", light) * WIDTH * 3
    table_end = len(head) + 8 * HEIGHT
    offsets = [table_end + line * (8 + len(row)) for line in range(HEIGHT)]
    lines = [struct.pack("<iI", line, len(row)) + row for line in range(HEIGHT)]
    return head + struct.pack(f"<{HEIGHT}Q", *offsets) + b"".join(lines)


def _header() -> bytes:
    """Return the attributes that every file must have."""
    channels = b"".join(
        name + b"\0" + struct.pack("<iB3xii", FLOAT, 0, 1, 1) for name in (b"B", b"G", b"R")
    )
    window = struct.pack("<4i", 0, 0, WIDTH - 1, HEIGHT - 1)
    attributes = (
        (b"channels", b"chlist", channels + b"\0"),
        (b"compression", b"compression", bytes([NO_COMPRESSION])),
        (b"dataWindow", b"box2i", window),
        (b"displayWindow", b"box2i", window),
        (b"lineOrder", b"lineOrder", bytes([INCREASING])),
        (b"pixelAspectRatio", b"float", struct.pack("<f", 1)),
        (b"screenWindowCenter", b"v2f", struct.pack("<2f", 0, 0)),
        (b"screenWindowWidth", b"float", struct.pack("<f", 1)),
    )
    return b"".join(
        name + b"\0" + kind + b"\0" + struct.pack("<I", len(value)) + value
        for name, kind, value in attributes
    )
