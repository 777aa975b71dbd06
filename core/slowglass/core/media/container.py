"""Opening a movie file without trusting its name or its contents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from slowglass.core.errors import (
    InputError,
    MissingInputError,
    UnreadableMediaError,
    UnsupportedMediaError,
)

StreamT = TypeVar("StreamT", bound=Stream)

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mxf,mxf_opatom,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,"
    "gxf,dv,nut,ivf,m4v,h264,hevc,yuv4mpegpipe,gif,apng"
)
"""Containers that hold their own pictures; playlists and scripts, which open other files, do not
belong here."""

LARGEST_PICTURE_PIXELS = 1 << 28
"""A header that promises more (16384 x 16384) is taken for damage, before memory is asked for."""

STRICT_DECODERS = ("mjpeg",)
"""Decoders that tell of damage only if they shall refuse it; others mark what they concealed."""


def open_movie(path: str | os.PathLike[str]) -> tuple[InputContainer, VideoStream]:
    """Return an open movie and its first stream of moving pictures.

    Raises:
        MissingInputError: no such file.
        UnsupportedMediaError: a folder, a format that is not a movie, no pictures, no decoder.
        UnreadableMediaError: empty, damaged, or not readable.
    """
    _check_file(Path(path))
    # The prefix keeps FFmpeg from reading "concat:..." or a colon in a name as a protocol.
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        container = av.open(
            f"file:{os.fspath(path)}", options=options, metadata_errors="surrogateescape"
        )
    except av.error.ArgumentError as error:
        raise UnsupportedMediaError(
            "expected a movie, got another kind of file", path=path, hint=_KINDS
        ) from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableMediaError(
            f"expected a movie, it cannot be opened: {reason(error)}", path=path, hint=_KINDS
        ) from error
    try:
        return container, _picture_stream(container, path)
    except InputError:
        container.close()
        raise


def demux(container: InputContainer, *streams: StreamT) -> Iterator[Packet[StreamT]]:
    """Yield the packets of some streams, of all if none is named.

    Damage can make one more stream appear half-way, which PyAV does not look for: its packets are
    passed over.
    """
    while True:
        try:
            yield from cast("Iterator[Packet[StreamT]]", container.demux(*streams))
        except IndexError:
            continue
        return


_KINDS = "movies are mp4, mov, mkv, webm, mxf, avi, ts and the like, complete to the last byte"


def _check_file(path: Path) -> None:
    if not os.path.exists(path):
        raise MissingInputError("expected a movie, there is no such file", path=path)
    if not os.path.isfile(path):
        raise UnsupportedMediaError("expected a movie file, got a folder or device", path=path)
    if path.stat().st_size == 0:
        raise UnreadableMediaError("expected a movie, the file is empty", path=path)


def _picture_stream(container: InputContainer, path: str | os.PathLike[str]) -> VideoStream:
    """Return the moving pictures that players show, ready to decode: the default ones."""
    pictures = [s for s in container.streams.video if not is_cover(s)]
    if not pictures:
        what = "sound only" if container.streams.audio else "no pictures"
        raise UnsupportedMediaError(f"expected moving pictures, got {what}", path=path)
    stream = next(filter(is_default, pictures), pictures[0])
    if cast(object, stream.codec_context) is None:
        raise UnsupportedMediaError("no decoder for this kind of video", path=path)
    stream.thread_type = "AUTO"
    options = {"max_pixels": str(LARGEST_PICTURE_PIXELS)}
    if stream.codec_context.name in STRICT_DECODERS:
        options["err_detect"] = "explode"
    stream.codec_context.options = options
    return stream


def is_cover(stream: VideoStream) -> bool:
    """Return whether the stream is one still picture, as music files carry, or a few of them."""
    kind = av.stream.Disposition
    return bool(stream.disposition & (kind.attached_pic | kind.timed_thumbnails))


def is_default(stream: VideoStream) -> bool:
    """Return whether players take this stream where there are several of its kind."""
    return bool(stream.disposition & av.stream.Disposition.default)


def reason(error: BaseException) -> str:
    """Return FFmpeg's own words, without the number and the path."""
    return getattr(error, "strerror", None) or str(error)
