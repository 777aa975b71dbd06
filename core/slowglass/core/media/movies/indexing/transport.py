"""Where a transport stream is damaged, as its own packets tell: FFmpeg passes over much of it."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Indices = NDArray[np.intp]

TRANSPORT_PACKETS = (188, 192, 204)
"""Lengths in bytes: plain, with a time stamp, with error correction."""
_SYNC = 0x47
_SYNCS = 5
"""So many packets, one after the other, that begin as they should are no chance."""
_BLOCK_PACKETS, _BLOCK_BYTES = 1 << 15, 1 << 20


def damage_in_transport(
    path: str | os.PathLike[str], pid: int, pictures: Sequence[int]
) -> list[int]:
    """Return at which bytes of a file the packets of a stream are damaged or lost, increasing.

    There packets do not follow each other, or one of the stream is lost by their counter, or
    FFmpeg finds no picture where one begins.

    Source: ISO/IEC 13818-1, sections 2.4.3.2 to 2.4.3.7.

    Args:
        path: the file.
        pid: number of the stream.
        pictures: where those that FFmpeg finds begin.
    """
    data: Bytes = np.memmap(path, np.uint8, "r")
    length = next((n for n in TRANSPORT_PACKETS if 0 <= _next_run(data, 0, n) < n), 0)
    found: list[int] = []
    if not length:
        return found
    found_in = np.unique(np.asarray(pictures) // length)
    counter = -1
    position = _next_run(data, 0, length)
    while 0 <= position <= len(data) - length:
        count = min(_BLOCK_PACKETS, (len(data) - position) // length)
        packets = data[position : position + count * length].reshape(count, length)
        unsynced = np.flatnonzero(packets[:, 0] != _SYNC)
        packets = packets[: unsynced[0]] if len(unsynced) else packets
        odd, begins, counter = _odd_packets(packets, pid, counter)
        begins = begins[~np.isin(begins + position // length, found_in)]
        found += [position + length * int(k) for k in np.union1d(odd, begins)]
        position += length * len(packets)
        if len(unsynced):
            found.append(position)
            position = _next_run(data, position + 1, length)
    return found


def _next_run(data: Bytes, start: int, length: int) -> int:
    """Return where packets of this length begin, at or after ``start``; -1: nowhere."""
    for block in range(start, len(data), _BLOCK_BYTES):
        for offset in np.flatnonzero(data[block : block + _BLOCK_BYTES] == _SYNC):
            begins = data[block + int(offset) :: length][:_SYNCS]
            if np.all(begins == _SYNC):
                return block + int(offset)
    return -1


def _odd_packets(packets: Bytes, pid: int, counter: int) -> tuple[Indices, Indices, int]:
    """Return which packets of a stream do not go on from those before, and at which one begins.

    What begins is a picture. The third is the counter of the stream's last packet.

    Args:
        packets: one in each row.
        pid: number of the stream.
        counter: of its last packet before these; -1: there was none.
    """
    pids = (packets[:, 1] & 0x1F).astype(int) << 8 | packets[:, 2]
    has_payload = packets[:, 3] & 0x10 > 0
    own = np.flatnonzero((pids == pid) & has_payload)
    if not len(own):
        return own, own, counter
    rows = packets[own]
    counters = (rows[:, 3] & 0x0F).astype(int)
    before = np.concatenate([[counters[0] - 1 if counter < 0 else counter], counters[:-1]])
    adapted = rows[:, 3] & 0x20 > 0
    may_jump = adapted & (rows[:, 4] > 0) & (rows[:, 5] & 0x80 > 0)
    is_lost = ((counters - before) % 16 > 1) & ~may_jump
    is_marked = rows[:, 1] & 0x80 > 0
    begins = rows[:, 1] & 0x40 > 0
    return own[is_lost | is_marked], own[begins], int(counters[-1])
