"""What kind of picture a decoded frame is, and whether it is one that can be retimed."""

from __future__ import annotations

import os

from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError, UnsupportedMediaError
from slowglass.core.frames import ClipInfo
from slowglass.core.media.movies.upright import Turn
from slowglass.core.media.planes import pixel_format

_INTERLACED_FIELD_ORDERS = range(2, 6)
"""AVFieldOrder: top or bottom first, coded or shown; 1 is progressive, 0 unknown."""


def check_progressive(frame: VideoFrame, stream: VideoStream, path: str | os.PathLike[str]) -> None:
    """Refuse pictures that are two moments woven into one.

    Raises:
        UnsupportedMediaError: the frame is interlaced.
    """
    if is_interlaced(frame, stream):
        raise UnsupportedMediaError(
            "expected whole frames, the video is interlaced",
            path=path,
            hint="add --deinterlace, or deinterlace it first to keep the motion of both fields: "
            "ffmpeg -i IN -vf bwdif OUT",
        )


def is_interlaced(frame: VideoFrame, stream: VideoStream) -> bool:
    """Return whether a frame is two moments woven into one."""
    # The container's word for codecs that have none of their own; PyAV shows it from 18 on.
    field_order = getattr(stream.codec_context, "field_order", 0)
    return bool(frame.interlaced_frame) or field_order in _INTERLACED_FIELD_ORDERS


def check_like_first(frame: VideoFrame, turn: Turn, index: int, info: ClipInfo) -> None:
    """Refuse a frame that is of another size or kind than the first of its movie.

    Args:
        frame: as decoded.
        turn: how it is turned before it is shown.
        index: of the frame.
        info: of the movie.

    Raises:
        UnreadableMediaError: it is, as damage in a header makes it.
    """
    width, height = turn.size(frame.width, frame.height)
    expected = f"{info.width} x {info.height}, {info.pixel_format}"
    got = f"{width} x {height}, {pixel_format(frame.format.name).name}"
    if got != expected:
        raise UnreadableMediaError(
            f"expected {expected}, as at the start of the movie, got {got}",
            path=info.path,
            frame=index,
        )
