"""Media whose frames say their number: a grey patch that is lighter in each frame."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tests import clips

HEIGHT, WIDTH = 48, 64
DARKEST, STEP = 160, 12
"""Luma in 10 bits: of the patch in frame 0, and how much more that of the next has."""
GREY = 512


def luma(number: int) -> NDArray[np.uint16]:
    """Return a frame: the patch on the left, a texture on the right."""
    texture = clips.texture(HEIGHT, WIDTH, 3)[..., 1] * 600 + 120
    texture[:, : WIDTH // 2] = DARKEST + STEP * number
    return texture.astype(np.uint16)


def write(path: Path, rate: Fraction, frames: int, times: list[int] | None = None) -> Path:
    """Encode a movie; ``times`` in milliseconds make its rate variable."""
    base = 1 / rate if times is None else Fraction(1, 1000)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("ffv1", rate=rate)
        stream.height, stream.width, stream.pix_fmt = HEIGHT, WIDTH, "yuv422p10le"
        stream.codec_context.colorspace = stream.codec_context.color_range = 1
        stream.codec_context.time_base = base
        for k in range(frames):
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv422p10le")
            half = np.full((HEIGHT, WIDTH // 2), GREY, np.uint16)
            for plane, values in zip(frame.planes, (luma(k), half, half), strict=True):
                padded = np.zeros((HEIGHT, plane.line_size // 2), np.uint16)
                padded[:, : values.shape[1]] = values
                plane.update(padded.tobytes())
            frame.colorspace, frame.color_range = 1, 1
            frame.pts, frame.time_base = k if times is None else times[k], base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def moment(path: str, index: int) -> float:
    """Return which source frame a frame of a movie shows; between two of them a fraction."""
    return _moments(path)[index]


@lru_cache
def _moments(path: str) -> list[float]:
    found = []
    with av.open(path) as container:
        for frame in container.decode(video=0):
            plane: Any = frame.planes[0]
            values = np.frombuffer(memoryview(plane), np.uint16).reshape(plane.height, -1)
            found.append(float((patch(values).mean() - DARKEST) / STEP))
    return found


def moment_of_code(code: float) -> float:
    """Return which source frame the patch tells by its display code, 0..255."""
    return ((code / 255 * 219 + 16) * 4 - DARKEST) / STEP


def patch(picture: NDArray[Any]) -> NDArray[Any]:
    """Return the part of a picture, (height, width, ...), that tells its moment."""
    result: NDArray[Any] = picture[8 : HEIGHT - 8, 8 : WIDTH // 2 - 8]
    return result
