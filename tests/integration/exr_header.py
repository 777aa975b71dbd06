"""The attributes of an EXR header as they lie in the file, every type that the format has.

Source: OpenEXR File Layout, "Header" and "Predefined Attribute Types".
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from slowglass.core.media.images.exr import write_plain_exr

_START = 8
"""Bytes of magic number and version."""

SAMPLES: dict[tuple[str, str], bytes] = {
    ("comments", "string"): b"made for a test",
    ("owner", "string"): b"the studio",
    ("capDate", "string"): b"2020:01:02 03:04:05",
    ("shotNumber", "int"): struct.pack("<i", -7),
    ("focus", "float"): struct.pack("<f", 2.5),
    ("exactFocus", "double"): struct.pack("<d", 2.5),
    ("framesPerSecond", "rational"): struct.pack("<iI", 25, 1),
    ("timeCode", "timecode"): struct.pack("<II", 0x01020304, 0),
    ("keyCode", "keycode"): struct.pack("<7i", 1, 2, 3, 4, 5, 4, 64),
    ("chromaticities", "chromaticities"): struct.pack(
        "<8f", 0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329
    ),
    ("whiteLuminance", "float"): struct.pack("<f", 100),
    ("worldToCamera", "m44f"): struct.pack("<16f", *range(16)),
    ("worldToNDC", "m44f"): struct.pack("<16f", *range(16)),
    ("skew", "m33f"): struct.pack("<9f", *range(9)),
    ("exactSkew", "m33d"): struct.pack("<9d", *range(9)),
    ("offset", "v2f"): struct.pack("<2f", 1, 2),
    ("place", "v3f"): struct.pack("<3f", 1, 2, 3),
    ("exactPlace", "v3d"): struct.pack("<3d", 1, 2, 3),
    ("cell", "v2i"): struct.pack("<2i", 3, 4),
    ("voxel", "v3i"): struct.pack("<3i", 3, 4, 5),
    ("crop", "box2i"): struct.pack("<4i", 0, 0, 3, 3),
    ("reach", "box2f"): struct.pack("<4f", 0, 0, 3, 3),
    ("tags", "stringvector"): b"".join(struct.pack("<i", len(t)) + t for t in (b"one", b"two")),
    ("weights", "floatvector"): struct.pack("<3f", 1, 2, 3),
    ("envmap", "envmap"): b"\0",
    ("studioData", "studioType"): b"opaque",
}
"""One of each type, and the names that mean something to programs."""


def attributes_in(path: Path) -> dict[tuple[str, str], bytes]:
    """Return the bytes of every attribute of a single-part file by name and type."""
    content, found, at = path.read_bytes(), {}, _START
    while content[at]:
        name_end = content.index(b"\0", at)
        kind_end = content.index(b"\0", name_end + 1)
        (size,) = struct.unpack_from("<i", content, kind_end + 1)
        key = (content[at:name_end].decode(), content[name_end + 1 : kind_end].decode())
        at = kind_end + 5 + size
        found[key] = content[kind_end + 5 : at]
    return found


def write_exr_with_attributes(path: Path) -> None:
    """Write a picture of 4 x 4 pixels that has all `SAMPLES`."""
    height = 4
    write_plain_exr(path, {"Y": np.ones((height, 4), np.float16)})
    content = path.read_bytes()
    more = b"".join(
        name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value
        for (name, kind), value in SAMPLES.items()
    )
    rows = content[-height * (8 + 8) :]
    header = content[: -len(rows) - 8 * height]
    first = len(header) + len(more) + 8 * height
    offsets = struct.pack(f"<{height}Q", *(first + k * 16 for k in range(height)))
    path.write_bytes(header[:_START] + more + header[_START:] + offsets + rows)
