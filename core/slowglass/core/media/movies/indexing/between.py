"""The bytes of a movie that lie between its packets: what is no header there was a packet."""

from __future__ import annotations

from array import array
from statistics import median
from typing import Any

from av.packet import Packet

CONTIGUOUS = ("matroska,webm", "avi", "mxf", "flv")
"""Containers in which packets follow each other in the file, with short headers between them."""
SKIPPED_FACTOR = 3
SKIPPED_BYTES = {"avi": 8, "flv": 8}
OTHERS_SKIPPED_BYTES = 64
"""Bytes between two packets, over the usual number and beyond it, that must have been a packet."""


class Between:
    """Looks at where packets lie."""

    def __init__(self, format_name: str) -> None:
        """Nothing is known yet."""
        self._format_name = format_name
        self._first: int | None = None
        self._end: int | None = None
        self._lengths = array("q")
        self._before = array("q")

    def note(self, packet: Packet[Any], picture: int) -> None:
        """Take in a packet; ``picture`` is the next one of the picture stream."""
        if packet.pos is None or packet.pos < 0:
            return
        self._first = packet.pos if self._first is None else self._first
        self._note_start(packet.pos, picture)
        self._end = max(self._end or 0, packet.pos + packet.size)

    def skipped(self, pictures: int, begin: int, end: int) -> list[tuple[int, int]]:
        """Return before which pictures bytes lie that are no header, and how many.

        Args:
            pictures: how many there are.
            begin: where what holds the first packet begins; 0 if that is not known.
            end: where the last packet should end; 0 likewise.
        """
        if self._format_name not in CONTIGUOUS or not self._lengths or self._first is None:
            return []
        beyond = SKIPPED_BYTES.get(self._format_name, OTHERS_SKIPPED_BYTES)
        usual = SKIPPED_FACTOR * median(self._lengths) + beyond
        self._note_start(end, pictures)
        before_first = self._first - begin if begin else 0
        found = [(0, before_first), *zip(self._before, self._lengths, strict=True)]
        return [(picture, length) for picture, length in found if length > usual]

    def _note_start(self, start: int, picture: int) -> None:
        if self._end is not None and start >= self._end:
            self._lengths.append(start - self._end)
            self._before.append(picture)
