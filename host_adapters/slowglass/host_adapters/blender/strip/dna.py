"""Where the fields of Blender's structs lie in memory, asked of the running build itself.

Each .blend file carries the layout of the structs of the build that wrote it (its "DNA"). An
empty file written through the public API therefore tells it, without any knowledge of headers.
"""

import struct
from dataclasses import dataclass
from typing import Dict, Iterator, Mapping, Tuple

POINTER_BYTES = 8


class LayoutError(Exception):
    """The file is not laid out as known."""


@dataclass(frozen=True)
class Field:
    """One member of a struct."""

    offset: int
    type_name: str
    """As in C, such as "float"; of a pointer what it leads to."""
    byte_count: int


@dataclass(frozen=True)
class Struct:
    """One struct, its members by name, without stars and brackets."""

    byte_count: int
    fields: Mapping[str, Field]


def read_layout(blend: bytes) -> Dict[str, Struct]:
    """Return the structs that an uncompressed .blend file describes, by name.

    Raises:
        LayoutError: the file is of an unknown form.
    """
    try:
        for code, data in _blocks(blend):
            if code == b"DNA1":
                return _Description(data).structs()
    except (struct.error, IndexError, ValueError) as error:
        raise LayoutError(f"expected a description of structs: {error}") from None
    raise LayoutError("expected a block DNA1 in the file, found none")


def _blocks(blend: bytes) -> Iterator[Tuple[bytes, bytes]]:
    """Yield code and content of each block.

    Source: Blender, doc/blender_file_format: "BLENDER-v402" is followed by 24-byte block heads,
    "BLENDER17-01v0500" (its own length first) by 32-byte ones.
    """
    if blend[:7] != b"BLENDER":
        raise LayoutError("expected an uncompressed .blend file")
    if blend[7:9].isdigit():
        position, head, length_at = int(blend[7:9]), "<4siQqq", 3
    elif blend[7:9] == b"-v":
        position, head, length_at = 12, "<4siQii", 1
    else:
        raise LayoutError("expected a file of a 64-bit little-endian Blender")
    head_bytes = struct.calcsize(head)
    while position + head_bytes <= len(blend):
        fields = struct.unpack_from(head, blend, position)
        position += head_bytes
        yield fields[0].rstrip(b"\0"), blend[position : position + fields[length_at]]
        position += fields[length_at]


class _Description:
    """Reads the content of the block DNA1 from front to back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def structs(self) -> Dict[str, Struct]:
        """Return all structs."""
        self._tag(b"SDNA")
        self._tag(b"NAME")
        names = self._texts()
        self._tag(b"TYPE")
        types = self._texts()
        self._tag(b"TLEN")
        sizes = self._shorts(len(types))
        self._tag(b"STRC")
        found = {}
        for _ in range(self._integer()):
            type_index, field_count = self._shorts(2)
            pairs = self._shorts(2 * field_count)
            members = [(types[t], sizes[t], names[n]) for t, n in zip(pairs[::2], pairs[1::2])]
            found[types[type_index]] = Struct(sizes[type_index], _placed(members))
        return found

    def _tag(self, tag: bytes) -> None:
        """Skip a tag, which is aligned to four bytes."""
        self._position = (self._position + 3) & ~3
        if self._data[self._position : self._position + 4] != tag:
            raise LayoutError(f"expected {tag!r} in the description of structs")
        self._position += 4

    def _integer(self) -> int:
        (value,) = struct.unpack_from("<i", self._data, self._position)
        self._position += 4
        return int(value)

    def _shorts(self, count: int) -> Tuple[int, ...]:
        values = struct.unpack_from(f"<{count}H", self._data, self._position)
        self._position += 2 * count
        return values

    def _texts(self) -> "list[str]":
        """Return texts that end with 0, as many as the number before them says."""
        texts = []
        for _ in range(self._integer()):
            end = self._data.index(b"\0", self._position)
            texts.append(self._data[self._position : end].decode("ascii"))
            self._position = end + 1
        return texts


def _placed(members: "list[tuple[str, int, str]]") -> Dict[str, Field]:
    """Return fields with their offsets; Blender pads its structs by hand, so they just add up."""
    fields, offset = {}, 0
    for type_name, type_bytes, declared in members:
        name, *lengths = declared.replace("]", "").split("[")
        byte_count = POINTER_BYTES if name.startswith(("*", "(*")) else type_bytes
        for length in lengths:
            byte_count *= int(length)
        fields[name.strip("*()")] = Field(offset, type_name, byte_count)
        offset += byte_count
    return fields
