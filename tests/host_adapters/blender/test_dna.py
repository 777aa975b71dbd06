"""The description of structs in a .blend file, in both of its forms, without Blender."""

from __future__ import annotations

import struct

import pytest

from slowglass.host_adapters.blender.strip.dna import Field, LayoutError, read_layout


def texts(*names: str) -> bytes:
    data = struct.pack("<i", len(names)) + b"".join(name.encode() + b"\0" for name in names)
    return data + b"\0" * (-len(data) % 4)


def description() -> bytes:
    """A struct Strip of a pointer, a name of 2 x 8 characters, and a float."""
    data = b"SDNANAME" + texts("*next", "name[2][8]", "start")
    data += b"TYPE" + texts("char", "float", "Strip")
    data += b"TLEN" + struct.pack("<3H", 1, 4, 28) + b"\0" * 2
    return data + b"STRC" + struct.pack("<i2H6H", 1, 2, 3, 2, 0, 0, 1, 1, 2)


OLD = b"BLENDER-v402" + struct.pack("<4siQii", b"DATA", 4, 0, 0, 1) + b"\0" * 4
NEW = b"BLENDER17-01v0500" + struct.pack("<4siQqq", b"DATA", 0, 0, 4, 1) + b"\0" * 4


@pytest.mark.parametrize(
    "blend",
    [
        OLD + struct.pack("<4siQii", b"DNA1", len(description()), 0, 0, 1) + description(),
        NEW + struct.pack("<4siQqq", b"DNA1", 0, 0, len(description()), 1) + description(),
    ],
    ids=["until 4.5", "from 5.0"],
)
def test_fields_lie_one_after_another(blend: bytes) -> None:
    strip = read_layout(blend)["Strip"]
    assert strip.byte_count == 28
    assert strip.fields == {
        "next": Field(0, "Strip", 8),
        "name": Field(8, "char", 16),
        "start": Field(24, "float", 4),
    }


@pytest.mark.parametrize(
    "blend",
    [
        b"",
        b"\x28\xb5\x2f\xfd compressed",
        b"BLENDER_V402",
        OLD,
        OLD + struct.pack("<4siQii", b"DNA1", 40, 0, 0, 1) + description()[:40],
        OLD + struct.pack("<4siQii", b"DNA1", 8, 0, 0, 1) + b"SDNAnone",
    ],
)
def test_other_files_are_refused(blend: bytes) -> None:
    with pytest.raises(LayoutError, match="expected"):
        read_layout(blend)
