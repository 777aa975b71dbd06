"""Whole frames out of interlaced ones, where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.media.container import reason

_TOP_FIELD_FIRST, _BOTTOM_FIELD_FIRST = (2, 5), (3, 4)
"""AVFieldOrder, by the field that is shown first."""

SENTENCE = "interlaced: each frame is made whole from its first field and its neighbours, by bwdif"


def deinterlaced(frames: Sequence[VideoFrame], place: int, stream: VideoStream) -> VideoFrame:
    """Return one whole frame for one interlaced frame, at the time of its first field.

    FFmpeg's filter bwdif, which looks at the frame before and the frame after.

    Args:
        frames: up to three neighbours in order; at an end of the movie two.
        place: which of them is meant.
        stream: of the movie; its field order counts where a frame does not say.

    Raises:
        UnsupportedMediaError: the filter does not know the pixel format.
    """
    try:
        return _filtered(frames, place, stream)
    except (av.error.FFmpegError, ValueError) as error:
        raise UnsupportedMediaError(
            f"expected fields that can be made whole, bwdif refuses: {reason(error)}",
            hint="deinterlace the movie with another program first",
        ) from error


def _filtered(frames: Sequence[VideoFrame], place: int, stream: VideoStream) -> VideoFrame:
    """Send the frames through bwdif and return the one that is meant."""
    meant = frames[place]
    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=meant.width, height=meant.height, format=meant.format, time_base=stream.time_base
    )
    parity = _parity(meant, stream)
    filtered = graph.add("bwdif", f"mode=send_frame:parity={parity}:deint=all")
    sink = graph.add("buffersink")
    graph.link_nodes(source, filtered, sink).configure()
    for frame in frames:
        graph.vpush(frame)
    graph.vpush(None)
    whole = [graph.vpull() for _ in range(place + 1)][place]
    whole.pts, whole.time_base = meant.pts, meant.time_base
    return whole


def _parity(frame: VideoFrame, stream: VideoStream) -> str:
    """Return which field bwdif shall take for the first one."""
    order = getattr(stream.codec_context, "field_order", 0)
    if frame.interlaced_frame or order not in _TOP_FIELD_FIRST + _BOTTOM_FIELD_FIRST:
        return "auto"
    return "tff" if order in _TOP_FIELD_FIRST else "bff"
