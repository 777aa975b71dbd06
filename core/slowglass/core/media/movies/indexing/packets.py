"""What the packets of a movie say without being decoded: times, key frames, signs of damage."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.container import demux, reason
from slowglass.core.media.movies.indexing.between import Between
from slowglass.core.media.movies.indexing.cut_off import data_span
from slowglass.core.media.movies.indexing.slice_checks import SliceChecks
from slowglass.core.media.movies.indexing.stored_packets import StoredPackets
from slowglass.core.media.movies.indexing.transport import damage_in_transport

UNTIMED_FACTOR = 10
"""At most one of so many packets may lack its timestamp, or have a wrong one."""


def read_packets(
    container: InputContainer, stream: VideoStream, path: str | os.PathLike[str]
) -> StoredPackets:
    """Read all packets, those of sound too: the file ends where the longest stream ends.

    Raises:
        UnreadableMediaError: reading fails, or there are no pictures.
    """
    stored = StoredPackets(container.format.name, stream.time_base or Fraction(1))
    sums = SliceChecks() if stream.codec_context.name == "ffv1" else None
    between, starts = Between(stored.format_name), array("q")
    try:
        packet: Packet[Any]
        for packet in demux(container, *container.streams):
            stored.end_seconds = max(stored.end_seconds, _end_seconds(packet))
            if not packet.size:
                continue
            between.note(packet, len(stored))
            if packet.stream is stream and packet.is_discard:
                stored.hidden += 1
            elif packet.stream is stream:
                if sums is not None:
                    sums.look(len(stored), bytes(packet))
                starts.append(packet.pos or 0)
                _add(stored, packet)
    except av.error.FFmpegError as error:
        raise UnreadableMediaError(
            f"the file is damaged after {float(stored.end_seconds):.2f} s: {reason(error)}",
            path=path,
        ) from error
    if not stored.is_key and not stored.untimed:
        raise UnreadableMediaError("expected frames, the video stream is empty", path=path)
    stored.skipped = between.skipped(len(stored), *data_span(path, stored.format_name))
    if stored.format_name == "mpegts":
        cracks = damage_in_transport(path, stream.id, starts)
        stored.cracks = sorted({bisect_left(starts, position) for position in cracks})
    if sums is not None:
        stored.wrong_sums = _until_key(stored, sums.wrong)
    stored.is_trustworthy = _has_times(stored, stream)
    return stored


def _has_times(stored: StoredPackets, stream: VideoStream) -> bool:
    """Return whether the timestamps are those of the file, but for a few that are damaged."""
    few = len(stored) // UNTIMED_FACTOR
    timed = not stored.untimed or (stored.is_damaged and len(stored.untimed) <= few)
    unique = len(set(stored.timestamps)) == len(stored.timestamps)
    # AVI stores the order of decoding only; where that is not the order of showing, what looks like
    # timestamps is a guess.
    guessed = stored.format_name == "avi" and bool(stream.codec_context.has_b_frames)
    return timed and unique and not guessed and len(stored.misplaced) <= few


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
