"""Whether a file ends before its own outermost header says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from slowglass.core.media.movies.indexing.transport import TRANSPORT_PACKETS

_EBML, _SEGMENT, _CLUSTER = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"


def is_cut_off(path: str | os.PathLike[str], format_name: str) -> bool:
    """Return whether data that the header of a Matroska or AVI file promises is not there.

    So it is with a transport stream or an FLV file, too, that ends within one of its packets. Other
    containers, and files whose writer left the size open, are taken to be whole.

    Source: RFC 8794 (EBML) sections 4 and 6; RFC 9559 (Matroska) section 5; AVI RIFF File
    Reference, OpenDML 1.02; Adobe Flash Video File Format Specification, annex E.3.
    """
    size = Path(path).stat().st_size
    if format_name == "mpegts":
        return all(size % length for length in TRANSPORT_PACKETS)
    with Path(path).open("rb") as file:
        if format_name.startswith("matroska"):
            return _segment_end(file) > size
        if format_name == "flv":
            return not _ends_with_a_tag(file, size)
        return format_name == "avi" and _riff_end(file, size) > size


def data_span(path: str | os.PathLike[str], format_name: str) -> tuple[int, int]:
    """Return where in a file its packets begin and end; 0 where that cannot be told.

    Source: as `is_cut_off`.
    """
    size = Path(path).stat().st_size
    if format_name == "flv":
        return 0, size
    if not format_name.startswith("matroska"):
        return 0, 0
    begin = end = 0
    with Path(path).open("rb") as file:
        if not _segment_end(file):
            return 0, 0
        while file.tell() < size:
            # An identifier's first byte tells its length as that of a size does.
            start, identifier, length = file.tell(), _element_identifier(file), _element_size(file)
            if length is None:
                break
            file.seek(length, os.SEEK_CUR)
            if identifier == _CLUSTER:
                begin, end = begin or start, file.tell()
    return begin, min(end, size)


def _element_identifier(file: BinaryIO) -> bytes:
    """Read which element follows."""
    first = file.read(1)
    more = 8 - first[0].bit_length() if first else 0
    return first + file.read(more)


def _segment_end(file: BinaryIO) -> int:
    """Return where the segment of a Matroska file should end; 0 where the file does not say."""
    if file.read(4) != _EBML:
        return 0
    header = _element_size(file)
    if header is None:
        return 0
    file.seek(header, os.SEEK_CUR)
    length = _element_size(file) if file.read(4) == _SEGMENT else None
    return 0 if length is None else file.tell() + length


def _element_size(file: BinaryIO) -> int | None:
    """Read the length of an EBML element; None where it is open."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    value = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value


def _ends_with_a_tag(file: BinaryIO, size: int) -> bool:
    """Return whether the last bytes of an FLV file are those of a whole tag and its length."""
    file.seek(size - 4)
    length = int.from_bytes(file.read(4), "big")
    if not 11 <= length <= size - 4:
        return False
    file.seek(size - 4 - length)
    return int.from_bytes(file.read(4)[1:], "big") + 11 == length


def _riff_end(file: BinaryIO, size: int) -> int:
    """Return where the last of the RIFF chunks that an AVI file consists of should end."""
    end = 0
    while end < size:
        file.seek(end)
        header = file.read(8)
        if len(header) < 8 or header[:4] != b"RIFF":
            break
        length = int.from_bytes(header[4:], "little")
        end += 8 + length + length % 2
    return end
