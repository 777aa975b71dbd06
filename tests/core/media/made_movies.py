"""Small movies made for tests, with the frame's number written into the picture as bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

WIDTH, HEIGHT = 128, 64
_BITS = 8
_BAR = WIDTH // _BITS


def write_movie(
    path: Path,
    encoder: str = "libx264",
    pixel_format: str = "yuv420p",
    *,
    frame_count: int = 48,
    rate: Fraction = Fraction(24),
    timestamps: Iterable[int] | None = None,
    time_base: Fraction | None = None,
    options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
    format_name: str | None = None,
    rotation_degrees: int = 0,
    tags: tuple[int, int, int, int] = (1, 1, 1, 1),
    pixel_aspect: Fraction = Fraction(1),
    timecode: str = "",
    reel: str = "",
) -> Path:
    """Write frames 0, 1, 2... at ``timestamps`` of ``time_base``, or at a constant ``rate``.

    ``tags`` are matrix, range, primaries and transfer, in FFmpeg's numbers.
    """
    with av.open(
        f"file:{path}", "w", format=format_name, container_options=dict(container_options or {})
    ) as container:
        if timecode:
            container.metadata["timecode"] = timecode
        stream = cast(VideoStream, container.add_stream(encoder, rate, options=dict(options or {})))
        if reel:
            stream.metadata["reel_name"] = reel
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        context = stream.codec_context
        context.time_base = time_base or 1 / rate
        context.sample_aspect_ratio = pixel_aspect
        context.colorspace, context.color_range = tags[:2]
        context.color_primaries, context.color_trc = tags[2:]
        if rotation_degrees:
            stream.set_display_rotation(rotation_degrees)
        times = range(frame_count) if timestamps is None else timestamps
        for number, timestamp in enumerate(times):
            frame = numbered_frame(number, pixel_format)
            frame.pts, frame.time_base = timestamp, time_base or 1 / rate
            frame.colorspace, frame.color_range = tags[:2]
            frame.color_primaries, frame.color_trc = tags[2:]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def numbered_frame(number: int, pixel_format: str) -> av.VideoFrame:
    """Return a frame with ``number`` in bars above a moving ramp, colour that changes slowly."""
    frame = av.VideoFrame(WIDTH, HEIGHT, pixel_format)
    bits = frame.format.components[0].bits
    for plane, part in zip(frame.planes, frame.format.components, strict=True):
        codes = np.full((plane.height, plane.width), 128 + part.is_alpha * 127, np.int64)
        if part.is_luma:
            codes = _bars(number)
        elif not part.is_alpha:
            codes += number % 32
        kind = np.uint8 if bits == 8 else np.uint16
        padded = np.zeros((plane.buffer_size // plane.line_size, plane.line_size), np.uint8)
        samples = (codes << (bits - 8)).astype(kind)
        padded.view(kind)[: plane.height, : plane.width] = samples
        plane.update(padded.tobytes())
    return frame


def _bars(number: int) -> NDArray[np.int64]:
    codes = np.empty((HEIGHT, WIDTH), np.int64)
    bits = [235 if number >> bit & 1 else 16 for bit in range(_BITS)]
    codes[: HEIGHT // 2] = np.repeat(bits, _BAR)
    codes[HEIGHT // 2 :] = 40 + (np.arange(WIDTH) + 3 * number) % 160
    return codes


def number_in(picture: NDArray[Any]) -> int:
    """Return the number that the bars of float pixels (H, W, C) show."""
    upper = picture[: HEIGHT // 2, :, 1]
    return sum(
        1 << bit
        for bit in range(_BITS)
        if upper[:, bit * _BAR + 4 : (bit + 1) * _BAR - 4].mean() > 0.5
    )
