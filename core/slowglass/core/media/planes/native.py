"""Taking the samples out of FFmpeg's frames, and putting them in, without touching their values."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from slowglass.core.errors import ShapeError
from slowglass.core.frames import NativePlanes
from slowglass.core.media.planes.formats import PixelFormat, pixel_format


def take_planes(frame: VideoFrame) -> NativePlanes:
    """Return a copy of the planes of ``frame``, in the machine's byte order, without line padding.

    Packed formats come as one plane of (rows, columns x samples per pixel).

    Raises:
        UnsupportedMediaError: a pixel format without an exact way out.
    """
    layout = pixel_format(frame.format.name)
    return NativePlanes(
        planes=tuple(
            samples_of(plane, layout).astype(_native_type(layout)) for plane in frame.planes
        ),
        pixel_format=layout.name,
        colorspace=int(frame.colorspace),
        color_range=int(frame.color_range),
        color_primaries=int(frame.color_primaries),
        color_trc=int(frame.color_trc),
    )


def samples_of(plane: VideoPlane, layout: PixelFormat) -> NDArray[Any]:
    """Return a view (rows, samples) of what ``plane`` holds, without line padding."""
    stored = _stored_type(layout)
    memory = np.frombuffer(memoryview(cast(Any, plane)), np.uint8)
    rows = memory[: plane.height * plane.line_size]
    per_pixel = _samples_per_pixel(layout)
    width = plane.width + plane.width % 2 if layout.order in ("YUYV", "UYVY") else plane.width
    samples: NDArray[Any] = rows.reshape(plane.height, plane.line_size).view(stored)
    return samples[:, : width * per_pixel]


def make_frame(native: NativePlanes, width: int, height: int) -> VideoFrame:
    """Return a frame of FFmpeg's with these planes and tags.

    Raises:
        ShapeError: the planes do not have the sizes that the format asks for.
    """
    layout = pixel_format(native.pixel_format)
    frame = VideoFrame(width, height, native.pixel_format)
    for plane, samples in zip(frame.planes, native.planes, strict=True):
        target = samples_of(plane, layout)
        if target.shape != samples.shape:
            raise ShapeError(f"expected a plane {target.shape}, got {samples.shape}")
        line = plane.line_size // layout.bytes_per_sample
        padded = np.zeros((plane.buffer_size // plane.line_size, line), _stored_type(layout))
        padded[: samples.shape[0], : samples.shape[1]] = samples
        plane.update(padded.tobytes())
    frame.colorspace = native.colorspace
    frame.color_range = native.color_range
    frame.color_primaries = native.color_primaries
    frame.color_trc = native.color_trc
    return frame


def _native_type(layout: PixelFormat) -> type[np.uint8] | type[np.uint16]:
    return np.uint8 if layout.bytes_per_sample == 1 else np.uint16


def _stored_type(layout: PixelFormat) -> np.dtype[Any]:
    order = ">" if layout.is_big_endian else "<"
    return np.dtype(f"{order}u{layout.bytes_per_sample}")


def _samples_per_pixel(layout: PixelFormat) -> int:
    if layout.is_planar:
        return 1
    return 2 if layout.order in ("YUYV", "UYVY") else len(layout.order)
