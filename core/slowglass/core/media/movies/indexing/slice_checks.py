"""The checksums that FFV1 keeps with its slices. FFmpeg mentions a wrong one, and goes on."""

from __future__ import annotations

import zlib

_TRAILER_BYTES = 8
"""After each slice: its size in 3 bytes, an error status in 1, a CRC in 4."""
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
"""FFV1 takes the highest bit of a byte first, zlib the lowest."""


class SliceChecks:
    """Looks at the packets of an FFV1 stream, which may have been written without checksums."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._seen_right = False
        self._wrong: list[int] = []

    def look(self, number: int, packet: bytes) -> None:
        """Check packet ``number``."""
        if _is_right(packet):
            self._seen_right = True
        else:
            self._wrong.append(number)

    @property
    def wrong(self) -> list[int]:
        """The packets that are damaged; none where no packet has checksums."""
        return self._wrong if self._seen_right else []


def _is_right(packet: bytes) -> bool:
    """Return whether the slices fill a packet, each with its checksum.

    Source: RFC 9043 (FFV1), sections 4.8 and 4.9.3: the CRC of a slice with its CRC is 0.
    """
    end = len(packet)
    while end > 0:
        trailer = end - _TRAILER_BYTES
        if trailer < 0:
            return False
        start = trailer - int.from_bytes(packet[trailer : trailer + 3], "big")
        if start < 0:
            return False
        mirrored = packet[start:end].translate(_MIRRORED)
        # zlib inverts the register before and after; FFV1 starts from 0 and inverts nothing.
        if zlib.crc32(mirrored, 0xFFFFFFFF) != 0xFFFFFFFF:
            return False
        end = start
    return True
