"""A look at an OpenEXR header before OpenEXR's own, whose time grows with the square of its size.

A file of 600 kB with 30,000 attributes takes it 11 seconds, one of 2.5 MB with 100,000 channels 18.

Source: "OpenEXR File Layout", openexr.com: magic number, version, then for each part attributes of
name, type, size and value, up to an empty name; with several parts up to an empty header.
"""

from __future__ import annotations

import struct
from pathlib import Path

from slowglass.core.errors import UnreadableMediaError

MOST_ATTRIBUTES = 5000
"""Of one part; a quarter of a second. Renderers and Nuke write some hundred."""
MOST_CHANNELS = 1024
"""Of one part, as the limit for all formats has it."""
MOST_HEADER_BYTES = 64 << 20
_MAGIC = b"\x76\x2f\x31\x01"
_FIRST_BYTES = 1 << 16
SEVERAL_PARTS = 0x1000
"""In the version."""
_CHANNEL_BYTES = 16
"""Of a channel in a list of them, after its name."""


def check_exr_header(path: Path) -> None:
    """Refuse an EXR whose header would take minutes to read; other files pass.

    Damage passes, too: OpenEXR has words for it.

    Raises:
        UnreadableMediaError: too many attributes or channels in a part, or too large a header.
    """
    with path.open("rb") as file:
        head = file.read(_FIRST_BYTES)
        if not head.startswith(_MAGIC):
            return
        while (wanted := _refuse_or_ask(head, path)) and len(head) < wanted:
            if len(head) >= MOST_HEADER_BYTES:
                raise _refusal(path, f"a header of at most {MOST_HEADER_BYTES >> 20} MB")
            more = file.read(max(wanted - len(head), 3 * len(head)))
            if not more:
                return
            head += more


def _refuse_or_ask(head: bytes, path: Path) -> int:
    """Look through the beginning of a file; return how many bytes are needed to go on, 0: none."""
    several = len(head) >= 8 and struct.unpack_from("<I", head, 4)[0] & SEVERAL_PARTS
    position, attributes = 8, 0
    while True:
        name_end = head.find(b"\0", position)
        type_end = head.find(b"\0", name_end + 1)
        if name_end == position:
            position, ended, attributes = position + 1, attributes == 0, 0
            if ended or not several:
                return 0
            continue
        if name_end < 0 or type_end < 0 or type_end + 5 > len(head):
            return len(head) + 1
        size = struct.unpack_from("<I", head, type_end + 1)[0]
        begin, position = type_end + 5, type_end + 5 + size
        attributes += 1
        if attributes > MOST_ATTRIBUTES:
            raise _refusal(path, f"at most {MOST_ATTRIBUTES} attributes in a part")
        if head[name_end + 1 : type_end] == b"chlist":
            _check_channels(head[begin:position], path)


def _check_channels(listed: bytes, path: Path) -> None:
    """Count the channels of a list, which may be cut off."""
    position = count = 0
    while (end := listed.find(b"\0", position)) > position:
        position, count = end + 1 + _CHANNEL_BYTES, count + 1
        if count > MOST_CHANNELS:
            raise _refusal(path, f"at most {MOST_CHANNELS} channels in a part")


def _refusal(path: Path, expected: str) -> UnreadableMediaError:
    return UnreadableMediaError(
        f"expected {expected}, found more", path=path, hint="render or copy the file again"
    )
