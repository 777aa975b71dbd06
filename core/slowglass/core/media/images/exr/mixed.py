"""Channels of different types in one part of an EXR, exactly and fast.

From Python, OpenImageIO converts one buffer to every channel's type, by way of float, which takes
as long as compressing it and has no room for 32-bit integers. But it copies parts from file to file
without converting. So the samples are first put, uncompressed, into a plain file to copy from.

Source: OpenEXR File Layout, https://openexr.com/en/latest/OpenEXRFileLayout.html (single-part
scan-line files; "Channel List", "Scan Line Blocks").
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from slowglass.core.frames import Pixels

_MAGIC, _VERSION, _LONG_NAMES = 20000630, 2, 0x400
_PIXEL_TYPES = {"uint32": 0, "float16": 1, "float32": 2}


def write_plain_exr(path: Path, planes: dict[str, Pixels]) -> None:
    """Write an uncompressed scan-line EXR of planes (height, width), by channel name.

    Raises:
        OSError: the system refused.
    """
    names = sorted(planes, key=str.encode)
    height, width = planes[names[0]].shape
    header = _header(names, planes, height, width)
    row_bytes = sum(planes[name].itemsize * width for name in names)
    first_row = len(header) + 8 * height
    offsets = first_row + np.arange(height, dtype="<u8") * (8 + row_bytes)
    rows = np.empty((height, 8 + row_bytes), np.uint8)
    rows[:, :4] = np.arange(height, dtype="<i4")[:, None].view(np.uint8)
    rows[:, 4:8] = np.frombuffer(struct.pack("<i", row_bytes), np.uint8)
    start = 8
    for name in names:
        plane = planes[name]
        end = start + plane.itemsize * width
        rows[:, start:end].view(plane.dtype.newbyteorder("<"))[:] = plane
        start = end
    with path.open("wb") as file:
        file.write(header)
        file.write(offsets.tobytes())
        rows.tofile(file)


def _header(names: list[str], planes: dict[str, Pixels], height: int, width: int) -> bytes:
    channels = b"".join(
        name.encode() + b"\0" + struct.pack("<iiii", _PIXEL_TYPES[planes[name].dtype.name], 0, 1, 1)
        for name in names
    )
    window = struct.pack("<iiii", 0, 0, width - 1, height - 1)
    long_names = any(len(name.encode()) > 31 for name in names)
    start = struct.pack("<ii", _MAGIC, _VERSION | (_LONG_NAMES if long_names else 0))
    return (
        start
        + _attribute("channels", "chlist", channels + b"\0")
        + _attribute("compression", "compression", b"\0")
        + _attribute("dataWindow", "box2i", window)
        + _attribute("displayWindow", "box2i", window)
        + _attribute("lineOrder", "lineOrder", b"\0")
        + _attribute("pixelAspectRatio", "float", struct.pack("<f", 1))
        + _attribute("screenWindowCenter", "v2f", struct.pack("<ff", 0, 0))
        + _attribute("screenWindowWidth", "float", struct.pack("<f", 1))
        + b"\0"
    )


def _attribute(name: str, kind: str, value: bytes) -> bytes:
    return name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value
