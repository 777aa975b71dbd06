"""What the packets of a movie say without being decoded: times, key frames, signs of damage."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.container import reason
from slowglass.core.media.movies.indexing.slice_checks import SliceChecks

CONTIGUOUS = ("matroska,webm", "avi", "mxf")
"""Containers in which packets follow each other in the file, with short headers between them."""
SKIPPED_FACTOR, SKIPPED_BYTES = 4, 64
"""Bytes between two packets, over the usual number and beyond it, that must have been a packet."""
UNTIMED_FACTOR = 10
"""At most one of so many packets may lack its timestamp."""


@dataclass
class StoredPackets:
    """What the packets of the picture stream say, in the order in which they are stored."""

    format_name: str
    time_base: Fraction
    timestamps: array[int] = field(default_factory=lambda: array("q"))
    durations: array[int] = field(default_factory=lambda: array("q"))
    is_key: bytearray = field(default_factory=bytearray)
    flagged: list[int] = field(default_factory=list)
    """Packets that are not whole, as the container says."""
    wrong_sums: list[int] = field(default_factory=list)
    """Packets whose own checksums do not agree with them, and those that build on them."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    """A packet, and how many bytes before it belong to none: a damaged header hid them."""
    untimed: list[int] = field(default_factory=list)
    """Packets without a timestamp, by the one after each; they are left out here."""
    hidden: int = 0
    """Packets that are stored, but not shown."""
    end_seconds: Fraction = Fraction(0)
    """When the last packet of any stream ends."""
    is_trustworthy: bool = True
    """Whether the timestamps are those of the file."""

    def __len__(self) -> int:
        return len(self.is_key)

    @property
    def is_damaged(self) -> bool:
        """Whether anything in the file tells of damage."""
        return bool(self.flagged or self.wrong_sums or self.skipped)


def read_packets(
    container: InputContainer, stream: VideoStream, path: str | os.PathLike[str]
) -> StoredPackets:
    """Read all packets, those of sound too: the file ends where the longest stream ends.

    Raises:
        UnreadableMediaError: reading fails, or there are no pictures.
    """
    stored = StoredPackets(container.format.name, stream.time_base or Fraction(1))
    sums = SliceChecks() if stream.codec_context.name == "ffv1" else None
    between = _Between()
    try:
        for packet in container.demux():
            stored.end_seconds = max(stored.end_seconds, _end_seconds(packet))
            if not packet.size:
                continue
            between.note(packet, len(stored))
            if packet.stream is stream and packet.is_discard:
                stored.hidden += 1
            elif packet.stream is stream:
                if sums is not None:
                    sums.look(len(stored), bytes(packet))
                _add(stored, packet)
    except av.error.FFmpegError as error:
        raise UnreadableMediaError(
            f"the file is damaged after {float(stored.end_seconds):.2f} s: {reason(error)}",
            path=path,
        ) from error
    if not stored.is_key and not stored.untimed:
        raise UnreadableMediaError("expected frames, the video stream is empty", path=path)
    stored.skipped = between.skipped() if stored.format_name in CONTIGUOUS else []
    if sums is not None:
        stored.wrong_sums = _until_key(stored, sums.wrong)
    # In a file known for damage some without a timestamp are damaged; else the file has none
    # that could be relied on.
    few = bool(stored.flagged) and len(stored.untimed) * UNTIMED_FACTOR <= len(stored)
    timed = few or not stored.untimed
    unique = len(set(stored.timestamps)) == len(stored.timestamps)
    # AVI stores the order of decoding only; where that is not the order of showing, what looks like
    # timestamps is a guess.
    guessed = stored.format_name == "avi" and stream.codec_context.has_b_frames
    stored.is_trustworthy = timed and unique and not guessed
    return stored


def _until_key(stored: StoredPackets, wrong: Iterable[int]) -> list[int]:
    """Return the packets that are wrong, or follow one that is wrong or lost, up to a key frame.

    FFV1 carries what it has learnt of a picture over to the next: without it nothing can be read.
    """
    found = set(wrong)
    for first in (*found, *(number for number, _ in stored.skipped)):
        follower = first + (first in found)
        while follower < len(stored) and not stored.is_key[follower]:
            found.add(follower)
            follower += 1
    return sorted(found)


def _add(stored: StoredPackets, packet: Packet[Any]) -> None:
    if packet.pts is None:
        stored.untimed.append(len(stored))
        return
    if packet.is_corrupt:
        stored.flagged.append(len(stored))
    stored.timestamps.append(packet.pts)
    stored.durations.append(packet.duration or 0)
    stored.is_key.append(packet.is_keyframe)


def _end_seconds(packet: Packet[Any]) -> Fraction:
    start = packet.dts if packet.pts is None else packet.pts
    if start is None or not packet.time_base:
        return Fraction(0)
    return (start + (packet.duration or 0)) * packet.time_base


class _Between:
    """The bytes of a file that lie between its packets."""

    def __init__(self) -> None:
        self._end: int | None = None
        self._lengths = array("q")
        self._before = array("q")

    def note(self, packet: Packet[Any], picture: int) -> None:
        """Take in a packet; ``picture`` is the next one of the picture stream."""
        if packet.pos is None or packet.pos < 0:
            return
        if self._end is not None and packet.pos >= self._end:
            self._lengths.append(packet.pos - self._end)
            self._before.append(picture)
        self._end = max(self._end or 0, packet.pos + packet.size)

    def skipped(self) -> list[tuple[int, int]]:
        """Return before which pictures bytes lie that are no header, and how many."""
        if not self._lengths:
            return []
        usual = SKIPPED_FACTOR * median(self._lengths) + SKIPPED_BYTES
        found = zip(self._before, self._lengths, strict=True)
        return [(picture, length) for picture, length in found if length > usual]
