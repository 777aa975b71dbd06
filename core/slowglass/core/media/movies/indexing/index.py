"""Which frames a movie shows, and when, found by reading packets without decoding them."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.container import demux, open_movie
from slowglass.core.media.movies.indexing.losses import with_counted_losses, with_losses
from slowglass.core.media.movies.indexing.movie_index import MovieIndex
from slowglass.core.media.movies.indexing.packets import read_packets
from slowglass.core.media.movies.indexing.promise import COUNTED, Promise, check_end
from slowglass.core.media.movies.indexing.stored_packets import StoredPackets
from slowglass.core.media.movies.indexing.table import ListedFrames, listed_frames

CUT_FORMATS = ("mpegts", "mpeg", "mpegvideo", "h264", "hevc", "m4v")
"""Streams that one can cut anywhere; they may start with frames that only what was cut away could
have made decodable."""


def read_index(path: str | os.PathLike[str]) -> MovieIndex:
    """Return the index of the movie at ``path``.

    Raises:
        UnreadableMediaError: the file ends long before the time that its header promises, or no
            frame of it can be decoded.
    """
    container, stream = open_movie(path)
    with container:
        listed = listed_frames(container, stream, path)
        if listed is not None:
            return _all_key_frames(listed, stream)
        stored = read_packets(container, stream, path)
        check_end(container, stored, path)
        promise = Promise.of(container, stream, stored, path)
    if not stored.is_trustworthy:
        return _count_by_decoding(path, stored, promise)
    order = stored.order
    index = MovieIndex(
        timestamps=array("q", (stored.timestamps[number] for number in order)),
        time_base=stored.time_base,
        key_frames=array("q", (k for k, number in enumerate(order) if stored.is_key[number])),
        last_duration=stored.durations[order[-1]],
    )
    is_stream = stored.format_name in CUT_FORMATS
    # Nobody cuts a file that counts its frames: if it begins with no key frame, that is damage.
    is_damaged = stored.format_name in COUNTED or stored.is_damaged
    if is_stream or stored.is_key[min(order)] or not is_damaged:
        index = _without_start(index, path, is_stream)
    return with_losses(index, stored, order[index.leading_lost :], promise)


def _all_key_frames(listed: ListedFrames, stream: VideoStream) -> MovieIndex:
    timestamps = listed.timestamps
    end = (stream.start_time or 0) + (stream.duration or 0)
    there = len(timestamps) - listed.cut_off
    return MovieIndex(
        timestamps,
        stream.time_base or Fraction(1),
        range(there),
        max(end - timestamps[-1], 0),
        lost=tuple(range(there, len(timestamps))),
        stored_timestamps=timestamps[:there] if listed.cut_off else None,
    )


def _without_start(index: MovieIndex, path: str | os.PathLike[str], is_stream: bool) -> MovieIndex:
    """Return ``index`` without the first frames, if they refer to what is not in the file.

    Those are the ones before the first key frame that decoding does not give; in a stream, which
    may have been cut anywhere, all before the first that it gives. The others are damaged.
    """
    container, stream = open_movie(path)
    with container:
        first = next(decode_leniently(container, stream), None)
    if first is None or first.pts is None:
        raise UnreadableMediaError("expected frames, none can be decoded", path=path)
    late = bisect_left(index.timestamps, first.pts)
    if not is_stream and len(index.key_frames):
        late = min(late, index.key_frames[0])
    if not late:
        return index
    keys = array("q", (key - late for key in index.key_frames if key >= late))
    kept = index.timestamps[late:]
    return replace(index, timestamps=kept, key_frames=keys, leading_lost=late)


def decode_leniently(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode packet by packet, going on after a damaged one; what it held is simply not there."""
    try:
        for packet in demux(container, stream):
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                continue
    except av.error.FFmpegError:
        return


def _count_by_decoding(
    path: str | os.PathLike[str], stored: StoredPackets, promise: Promise
) -> MovieIndex:
    """Return the index of a file without usable timestamps: frame k is shown at time k."""
    container, stream = open_movie(path)
    packets, failed = 0, list[int]()
    shown: list[int | None] = []
    with container:
        rate = stream.guessed_rate or stream.average_rate or Fraction(25)
        # In threads an error would come some packets late.
        stream.thread_type = "NONE"
        # Most of what is stored out of order is shown one frame earlier than stored.
        earlier = int(stream.codec_context.has_b_frames)
        for packet in demux(container, stream):
            if packet.size:
                packet.pts = packet.dts = packets
                packets += 1
            try:
                shown += [frame.pts for frame in packet.decode()]
            except av.error.FFmpegError:
                failed.append(packets - 1)
    known = {number for number in shown if number is not None}
    if not known:
        raise UnreadableMediaError("expected frames, none can be decoded", path=path)
    late = min(known) if stored.format_name in CUT_FORMATS else 0
    lost: list[int] = []
    silent = [number for number in range(packets) if number not in known]
    # Where frames have no numbers of packets, an error is all that tells of one.
    for number in silent if len(known) == len(shown) else failed:
        if number >= late:
            lost.append(max(number - late - earlier, lost[-1] + 1 if lost else 0))
    index = MovieIndex(
        range(len(shown) + len(lost)),
        1 / rate,
        (0,),
        1,
        leading_lost=late,
        lost=tuple(lost),
        has_timestamps=False,
    )
    return with_counted_losses(index, stored, promise)
