"""What FFmpeg's pixel formats hold, as far as movies use them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from slowglass.core.errors import UnsupportedMediaError

Model = Literal["yuv", "rgb", "gray"]

PACKED_ORDER = {
    "rgb24": "RGB",
    "bgr24": "BGR",
    "rgba": "RGBA",
    "bgra": "BGRA",
    "argb": "ARGB",
    "abgr": "ABGR",
    "rgb0": "RGB_",
    "bgr0": "BGR_",
    "0rgb": "_RGB",
    "0bgr": "_BGR",
    "rgb48": "RGB",
    "bgr48": "BGR",
    "rgba64": "RGBA",
    "bgra64": "BGRA",
    "ya8": "YA",
    "ya16": "YA",
    "yuyv422": "YUYV",
    "uyvy422": "UYVY",
}
"""Samples of one pixel (of two for 4:2:2) in memory order; ``_`` is padding. Without le and be."""


@dataclass(frozen=True)
class PixelFormat:
    """How the samples of a picture lie in its planes."""

    name: str
    model: Model
    bits: int
    """Significant bits of a sample, at its lower end."""
    has_alpha: bool
    chroma_step_x: int
    """Luma columns for each chroma column: 2 for 4:2:0 and 4:2:2."""
    chroma_step_y: int
    """Luma rows for each chroma row: 2 for 4:2:0."""
    order: str
    """Packed: the samples of a pixel in memory order. Planar: the channel of each plane."""
    is_planar: bool
    is_big_endian: bool

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels of the float picture."""
        colour = ("Y",) if self.model == "gray" else ("R", "G", "B")
        return (*colour, "A") if self.has_alpha else colour

    @property
    def bytes_per_sample(self) -> int:
        """1 or 2."""
        return 1 if self.bits <= 8 else 2

    @property
    def chroma_name(self) -> str:
        """Name such as ``4:2:0`` for messages; "" where nothing is subsampled."""
        steps = (self.chroma_step_x, self.chroma_step_y)
        return {(2, 2): "4:2:0", (2, 1): "4:2:2", (4, 1): "4:1:1", (1, 2): "4:4:0"}.get(steps, "")


@lru_cache(maxsize=64)
def pixel_format(name: str) -> PixelFormat:
    """Return the layout of FFmpeg's pixel format ``name``.

    Raises:
        UnsupportedMediaError: its samples cannot be taken out exactly (palettes, floats, Bayer).
    """
    import av

    layout = av.VideoFormat(name, 64, 64)
    parts = layout.components
    packed = PACKED_ORDER.get(name.removesuffix("le").removesuffix("be"), "")
    planar = len({part.plane for part in parts}) == len(parts)
    bits = parts[0].bits
    unusual = layout.has_palette or not 8 <= bits <= 16 or name.startswith(("xyz", "bayer"))
    if unusual or not (packed or planar):
        raise UnsupportedMediaError(f"pixel format {name} has no exact way to floats")
    has_alpha = any(part.is_alpha for part in parts)
    model: Model = "rgb" if layout.is_rgb else ("yuv" if len(parts) >= 3 else "gray")
    return PixelFormat(
        name=name,
        model=model,
        bits=bits,
        has_alpha=has_alpha,
        chroma_step_x=64 // parts[1].width if model == "yuv" else 1,
        chroma_step_y=64 // parts[1].height if model == "yuv" else 1,
        order=packed or {"rgb": "GBR", "yuv": "YUV", "gray": "Y"}[model] + "A" * has_alpha,
        is_planar=not packed,
        is_big_endian=layout.is_big_endian,
    )
