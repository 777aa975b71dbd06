"""Decoding a movie to the very RGB that a host shows, where that is not the exact one.

An editor that shows a clip and, beside it, frames that were decoded otherwise jumps between the
two. So frames for a host are decoded by its own rules, and by the scaler that it uses: FFmpeg's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame

from slowglass.core.frames import NativePlanes, Pixels
from slowglass.core.media.planes import (
    BT601_625,
    LUMA_WEIGHTS,
    PixelFormat,
    make_frame,
    pixel_format,
)


@dataclass(frozen=True)
class HostProfile:
    """How a host turns decoded planes into RGB."""

    title: str
    """For sentences."""
    untagged_matrix: int
    """What it takes Y'CbCr without a matrix for, whatever the size of the picture."""
    scaler_flags: int
    turns_upright: bool
    """Whether it heeds how the file says that its pictures are to be turned."""
    deep_format: str
    """What it keeps of more than 8 bits; "": 8-bit RGB, as of all others."""


# Flags of FFmpeg's scaler, swscale.h; PyAV has names for all of them from 18 on.
_BILINEAR, _POINT, _ACCURATE_RND = 0x2, 0x10, 0x40000
_FULL_CHR_H_INT, _FULL_CHR_H_INP = 0x2000, 0x4000

# Chroma is repeated, not interpolated.
_BLENDER = HostProfile(
    title="Blender",
    untagged_matrix=BT601_625,
    scaler_flags=_POINT | _ACCURATE_RND | _FULL_CHR_H_INT | _FULL_CHR_H_INP,
    turns_upright=True,
    deep_format="gbrapf32le",
)
_OLDER_BLENDER = HostProfile(
    title="Blender 4.2",
    untagged_matrix=BT601_625,
    scaler_flags=_BILINEAR | _FULL_CHR_H_INT,
    turns_upright=False,
    deep_format="",
)

HOSTS = {
    # Found by comparing with Blender 4.2.23, 4.5.15 and 5.0.1: equal in every pixel for 4:2:0,
    # 4:2:2 and 4:4:4, of 8 and 10 bits, limited and full range, tagged and not; but 10-bit 4:2:0
    # in 4.2, where chroma lies one line lower than in any standard.
    "blender": _BLENDER,
    "blender-4.2": _OLDER_BLENDER,
    "blender-4.5": replace(_BLENDER, title="Blender 4.5"),
    "blender-5.0": replace(_BLENDER, title="Blender 5.0"),
}
"""By the name that a job gives in ``match_host:NAME``."""


def as_host_shows(native: NativePlanes, host: str) -> Pixels:
    """Return the picture as ``host`` shows it: its matrix, range, chroma and rounding.

    Args:
        native: planes as decoded.
        host: a key of `HOSTS`.

    Returns:
        (C, H, W) float32: R, G, B, or Y alone for a picture without colour, then A if there is
        alpha. White is near 1, as the host has it; what it makes 8 bits of gives whole codes / 255.
    """
    profile, layout = HOSTS[host], pixel_format(native.pixel_format)
    matrix = native.colorspace if native.colorspace in LUMA_WEIGHTS else profile.untagged_matrix
    height, width = _size(native, layout)
    if layout.model == "yuv":
        native = replace(native, colorspace=matrix)
    # A frame built anew: the decoder's own carries where chroma lies, which hosts do not heed.
    frame = make_frame(native, width, height)
    deep_format = profile.deep_format if layout.bits > 8 else ""
    # One thread: with several the scaler writes past the end of a row into the next, which another
    # thread may have written already.
    shown = frame.reformat(
        format=deep_format or "rgba", interpolation=profile.scaler_flags, threads=1
    )
    picture = _float_planes(shown) if deep_format else _bytes(shown)
    rows = [0] if layout.model == "gray" else [0, 1, 2]
    return picture[[*rows, 3] if layout.has_alpha else rows]


def rotation_of(frame: VideoFrame, host: str) -> int:
    """Return by how many degrees ``host`` turns a frame counterclockwise before it shows it."""
    return frame.rotation if HOSTS[host].turns_upright else 0


def host_sentence(native: NativePlanes, host: str) -> str:
    """Return what the user should know of the way in which a movie is decoded for a host."""
    title = HOSTS[host].title
    if pixel_format(native.pixel_format).model == "yuv" and native.colorspace not in LUMA_WEIGHTS:
        return f"decoded as {title} shows it: no matrix in the file, BT.601 as {title} takes it"
    return f"decoded as {title} shows it"


def _size(native: NativePlanes, layout: PixelFormat) -> tuple[int, int]:
    """Return height and width of the picture in its first plane."""
    height, samples = native.planes[0].shape
    if layout.is_planar:
        return height, samples
    return height, samples // (2 if layout.order in ("YUYV", "UYVY") else len(layout.order))


def _bytes(frame: VideoFrame) -> Pixels:
    """Return (4, H, W) of packed 8-bit RGBA, 255 as 1."""
    return frame.to_ndarray().transpose(2, 0, 1).astype(np.float32) / np.float32(255)


def _float_planes(frame: VideoFrame) -> Pixels:
    """Return (4, H, W) of planes that hold G, B, R, A as floats."""
    planes = []
    for plane in frame.planes:
        memory = np.frombuffer(memoryview(cast(Any, plane)), np.float32)
        rows = memory[: plane.height * plane.line_size // 4].reshape(plane.height, -1)
        planes.append(rows[:, : plane.width])
    green, blue, red, alpha = planes
    return np.stack([red, green, blue, alpha])
