"""Which frames a movie shows, and when, found by reading packets without decoding them."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.container import open_movie, reason
from slowglass.core.media.movies.table import listed_timestamps

CUT_OFF_TOLERANCE_SECONDS = Fraction(1, 2)
"""How much earlier than promised a file may end. Writers round durations, and count trailing sound
that players drop; half of a file missing is far more."""


@dataclass(frozen=True)
class MovieIndex:
    """The frames that decoding shows, in the order in which they are shown."""

    timestamps: Sequence[int]
    """Presentation time of each frame, in units of ``time_base``; strictly increasing."""
    time_base: Fraction
    key_frames: Sequence[int]
    """Indices of the frames that decoding can start at; the first is 0."""
    last_duration: int
    """How long the last frame is shown, in units of ``time_base``; 0: the file does not say."""
    leading_lost: int = 0
    """Frames stored before the first one that can be decoded; they are not counted."""
    has_timestamps: bool = True
    """False: the file lacks them, so frames are known only by counting from the start."""

    def __len__(self) -> int:
        return len(self.timestamps)

    def find(self, timestamp: int | None) -> int | None:
        """Return the index of the frame shown at ``timestamp``, None if there is none."""
        return None if timestamp is None else _position(self.timestamps, timestamp)

    def is_key(self, index: int) -> bool:
        """Return whether decoding can start at frame ``index``."""
        return _position(self.key_frames, index) is not None


def _position(ordered: Sequence[int], value: int) -> int | None:
    index = bisect_left(ordered, value)
    return index if index < len(ordered) and ordered[index] == value else None


def read_index(path: str | os.PathLike[str]) -> MovieIndex:
    """Return the index of the movie at ``path``.

    Raises:
        UnreadableMediaError: the file ends before the time that its header promises, or no frame
            of it can be decoded.
    """
    container, stream = open_movie(path)
    with container:
        listed = listed_timestamps(container, stream, path)
        if listed is not None:
            return _all_key_frames(listed, stream)
        shown = _Shown.of(container, stream, path)
    if not shown.is_trustworthy:
        return _count_by_decoding(path)
    order = sorted(range(len(shown.timestamps)), key=shown.timestamps.__getitem__)
    key_frames = array("q", (k for k, i in enumerate(order) if shown.is_key[i]))
    timestamps = array("q", (shown.timestamps[i] for i in order))
    last = shown.durations[order[-1]]
    return _drop_undecodable(MovieIndex(timestamps, shown.time_base, key_frames, last), path)


def _all_key_frames(timestamps: Sequence[int], stream: VideoStream) -> MovieIndex:
    end = (stream.start_time or 0) + (stream.duration or 0)
    time_base = stream.time_base or Fraction(1)
    last_duration = max(end - timestamps[-1], 0)
    return MovieIndex(timestamps, time_base, range(len(timestamps)), last_duration)


def _drop_undecodable(index: MovieIndex, path: str | os.PathLike[str]) -> MovieIndex:
    """Return ``index`` without frames earlier than the first one that a decoder gives.

    A file cut out of a stream may start with pictures that refer to what was cut away.
    """
    container, stream = open_movie(path)
    with container:
        first = next(decode_leniently(container, stream), None)
    if first is None or first.pts is None:
        raise UnreadableMediaError("expected frames, none can be decoded", path=path)
    lost = bisect_left(index.timestamps, first.pts)
    if lost == 0:
        return index
    keys = array("q", (k - lost for k in index.key_frames if k >= lost))
    kept = index.timestamps[lost:]
    return replace(index, timestamps=kept, key_frames=keys, leading_lost=lost)


def decode_leniently(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode packet by packet, going on after a damaged one; what it held is simply not there."""
    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                continue
    except av.error.FFmpegError:
        return


@dataclass
class _Shown:
    """What the packets of the picture stream say, in the order in which they are stored."""

    time_base: Fraction
    timestamps: array[int]
    durations: array[int]
    is_key: bytearray
    is_trustworthy: bool = True

    @classmethod
    def of(
        cls, container: InputContainer, stream: VideoStream, path: str | os.PathLike[str]
    ) -> _Shown:
        """Read all packets, those of sound too: the file ends where the longest stream ends."""
        shown = cls(stream.time_base or Fraction(1), array("q"), array("q"), bytearray())
        end = Fraction(0)
        try:
            for packet in container.demux():
                end = max(end, _end_seconds(packet))
                if packet.stream is stream and packet.size and not packet.is_discard:
                    shown._add(packet)
        except av.error.FFmpegError as error:
            raise UnreadableMediaError(
                f"the file is damaged after {float(end):.2f} s: {reason(error)}", path=path
            ) from error
        if not shown.is_key:
            raise UnreadableMediaError("expected frames, the video stream is empty", path=path)
        _check_end(container, end, len(shown.is_key), path)
        unique = len(set(shown.timestamps)) == len(shown.timestamps)
        # AVI stores the order of decoding only; what looks like timestamps is a guess there.
        guessed = container.format.name == "avi" and not all(shown.is_key)
        shown.is_trustworthy = shown.is_trustworthy and unique and not guessed
        return shown

    def _add(self, packet: Packet[Any]) -> None:
        if packet.pts is None:
            self.is_trustworthy = False
        self.timestamps.append(packet.pts or 0)
        self.durations.append(packet.duration or 0)
        self.is_key.append(packet.is_keyframe)


def _end_seconds(packet: Packet[Any]) -> Fraction:
    start = packet.dts if packet.pts is None else packet.pts
    if start is None or not packet.time_base:
        return Fraction(0)
    return (start + (packet.duration or 0)) * packet.time_base


def _check_end(
    container: InputContainer, end: Fraction, count: int, path: str | os.PathLike[str]
) -> None:
    """Refuse a file that is cut off: some containers end without a word when data runs out."""
    if not container.duration:
        return
    promised = Fraction(container.duration, av.time_base)
    if end == 0 or end >= promised - CUT_OFF_TOLERANCE_SECONDS:
        return
    raise UnreadableMediaError(
        f"expected {float(promised):.2f} s as its header says, the data ends at {float(end):.2f} s "
        f"({count} frames)",
        path=path,
        hint="copy the file again; to use what is there, remux it with another tool first",
    )


def _count_by_decoding(path: str | os.PathLike[str]) -> MovieIndex:
    """Return the index of a file without usable timestamps: frame k is shown at time k."""
    container, stream = open_movie(path)
    with container:
        rate = stream.guessed_rate or stream.average_rate or Fraction(25)
        count = sum(1 for _ in decode_leniently(container, stream))
    if count == 0:
        raise UnreadableMediaError("expected frames, none can be decoded", path=path)
    return MovieIndex(range(count), 1 / rate, (0,), 1, has_timestamps=False)
