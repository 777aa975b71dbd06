"""Native planes to float RGB and back, by our own arithmetic.

FFmpeg's scaler is not used: above 8 bits it puts white at 0.996, it clips what lies above white and
below black, and it takes every untagged matrix for BT.601.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.errors import ShapeError
from slowglass.core.frames import NativePlanes
from slowglass.core.media.planes.chroma import downsample, upsample
from slowglass.core.media.planes.colour_tags import (
    LUMA_WEIGHTS,
    ColourTags,
    Siting,
    is_full_range,
    matrix_of,
)
from slowglass.core.media.planes.formats import PixelFormat, pixel_format
from slowglass.core.media.planes.levels import chroma_levels, codes_by_channel, luma_levels

DITHER_REACH = 0.498
"""Noise added before rounding, plus and minus, in codes. A hair under a half, so that a value that
is a whole code already stays that code."""


def to_rgb(native: NativePlanes, *, siting: Siting = "left") -> Tensor:
    """Return the picture as floats, never clipped.

    Args:
        native: planes as decoded; `matrix_of` says what an untagged matrix is taken for.
        siting: where chroma samples lie.

    Returns:
        (C, H, W) float32: R, G, B, or Y alone for a picture without colour, then A if there is
        alpha. Black is 0 and nominal white exactly 1.

    Raises:
        UnsupportedMediaError: a pixel format or a matrix without an exact way to RGB.
    """
    layout = pixel_format(native.pixel_format)
    codes = _split(native.planes, layout)
    full = is_full_range(ColourTags.of(native), layout.name)
    light = luma_levels(layout.bits, full)
    height, width = codes["G" if layout.model == "rgb" else "Y"].shape
    picture = torch.empty((len(layout.channels), height, width))
    if layout.has_alpha:
        torch.div(codes["A"], 2**layout.bits - 1, out=picture[-1])
    if layout.model == "yuv":
        matrix = matrix_of(ColourTags.of(native), width, height)
        luma = _scaled(codes["Y"], light)
        tint = chroma_levels(layout.bits, full)
        blue, red = (upsample(_scaled(codes[n], tint), height, width, siting) for n in "UV")
        _mix_matrix(luma, blue, red, matrix, picture)
    else:
        for row, name in enumerate(layout.channels[: len(picture) - layout.has_alpha]):
            picture[row] = _scaled(codes[name], light)
    return picture


def from_rgb(
    picture: Tensor,
    format_name: str,
    tags: ColourTags,
    *,
    siting: Siting = "left",
    dither_seed: int | None = None,
) -> NativePlanes:
    """Return the planes for a float picture; the inverse of `to_rgb`.

    Codes that a limited range reserves (0 and 255 at 8 bits) are not used; full range and alpha
    are clipped to their codes. What is not a number becomes 0.

    Args:
        picture: (C, H, W) float32; R, G, B and perhaps A, or Y alone. Missing alpha is opaque.
        format_name: FFmpeg's pixel format to make.
        tags: matrix and range to use, and what the planes are tagged with.
        siting: where chroma samples shall lie.
        dither_seed: where given, noise made from it is added before rounding, so that shallow
            gradients do not band. Whole codes stay as they are.

    Raises:
        ShapeError: neither one nor three or four channels.
    """
    layout = pixel_format(format_name)
    colour, alpha = _parts(picture)
    full = is_full_range(tags, format_name)
    light = luma_levels(layout.bits, full)
    if layout.model == "yuv":
        matrix = matrix_of(tags, picture.shape[2], picture.shape[1])
        codes = _colour_codes(colour, layout, matrix, full, siting)
    elif layout.model == "gray":
        codes = {"Y": _codes(_luma_of(colour, matrix_of(tags, 1280, 720)), light)}
    else:
        codes = {n: _codes(c, light) for n, c in zip("RGB", colour, strict=True)}
    generator = None if dither_seed is None else torch.Generator().manual_seed(dither_seed)
    limits = _code_limits(layout.bits, full)
    samples = {name: _quantise(code, limits, generator) for name, code in codes.items()}
    if layout.has_alpha:
        samples["A"] = _quantise(alpha * (2**layout.bits - 1), (0, 2**layout.bits - 1), generator)
    planes = _join(samples, layout)
    return NativePlanes(
        planes, format_name, tags.colorspace, tags.color_range, tags.color_primaries, tags.color_trc
    )


def _parts(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Return colour (3, H, W) and alpha (H, W)."""
    count = picture.shape[0]
    if picture.ndim != 3 or count not in (1, 2, 3, 4):
        raise ShapeError(f"expected (1 to 4, H, W), got {tuple(picture.shape)}")
    picture = torch.nan_to_num(picture, nan=0.0, posinf=1e6, neginf=-1e6)
    alpha = picture[-1] if count in (2, 4) else torch.ones_like(picture[0])
    return (picture[:3] if count >= 3 else picture[:1].expand(3, -1, -1)), alpha


def _split(planes: tuple[NDArray[Any], ...], layout: PixelFormat) -> dict[str, Tensor]:
    """Return the codes of each channel as float32, in memory of its own."""
    return {
        name: torch.from_numpy(np.ascontiguousarray(codes)).to(torch.float32)
        for name, codes in codes_by_channel(planes, layout)
    }


def _join(samples: dict[str, NDArray[Any]], layout: PixelFormat) -> tuple[NDArray[Any], ...]:
    """Return the planes that hold the codes of each channel."""
    kind = np.uint8 if layout.bytes_per_sample == 1 else np.uint16
    if layout.is_planar:
        return tuple(samples[name].astype(kind) for name in layout.order)
    if layout.model == "yuv":
        raise ShapeError(f"expected a format to write to, got {layout.name}")
    blank = np.zeros_like(next(iter(samples.values())))
    pixels = np.stack([samples.get(name, blank) for name in layout.order], 2).astype(kind)
    return (pixels.reshape(pixels.shape[0], -1),)


def _scaled(codes: Tensor, levels: tuple[float, float]) -> Tensor:
    """Turn codes into what they stand for, in place."""
    zero, span = levels
    return (codes.sub_(zero) if zero else codes).div_(span)


def _codes(values: Tensor, levels: tuple[float, float]) -> Tensor:
    """Return the codes of values, not yet rounded."""
    zero, span = levels
    return values * span + zero if zero else values * span


def _mix_matrix(luma: Tensor, blue: Tensor, red: Tensor, matrix: int, out: Tensor) -> None:
    """Write R, G and B into the first rows of ``out``. Source: ITU-T H.273 clause 8.3, solved."""
    red_weight, blue_weight = LUMA_WEIGHTS[matrix]
    green_weight = 1 - red_weight - blue_weight
    red_span, blue_span = 2 * (1 - red_weight), 2 * (1 - blue_weight)
    torch.add(luma, red, alpha=red_span, out=out[0])
    torch.add(luma, blue, alpha=-blue_weight * blue_span / green_weight, out=out[1])
    out[1].add_(red, alpha=-red_weight * red_span / green_weight)
    torch.add(luma, blue, alpha=blue_span, out=out[2])


def _luma_of(colour: Tensor, matrix: int) -> Tensor:
    """Return luma such that equal R, G and B give exactly that value."""
    red_weight, blue_weight = LUMA_WEIGHTS[matrix]
    red, green, blue = colour
    luma: Tensor = green + red_weight * (red - green) + blue_weight * (blue - green)
    return luma


def _colour_codes(
    colour: Tensor, layout: PixelFormat, matrix: int, full: bool, siting: Siting
) -> dict[str, Tensor]:
    """Return the codes of luma and chroma, not yet rounded. Source: ITU-T H.273 clause 8.3."""
    red_weight, blue_weight = LUMA_WEIGHTS[matrix]
    luma = _luma_of(colour, matrix)
    steps = (layout.chroma_step_x, layout.chroma_step_y)
    blue = downsample((colour[2] - luma) / (2 * (1 - blue_weight)), *steps, siting)
    red = downsample((colour[0] - luma) / (2 * (1 - red_weight)), *steps, siting)
    tint = chroma_levels(layout.bits, full)
    return {
        "Y": _codes(luma, luma_levels(layout.bits, full)),
        "U": _codes(blue, tint),
        "V": _codes(red, tint),
    }


def _code_limits(bits: int, full: bool) -> tuple[int, int]:
    """Return the smallest and largest code for pictures. Source: ITU-R BT.709 part 2 item 4.5."""
    reserved = 0 if full else 2 ** (bits - 8)
    return reserved, 2**bits - 1 - reserved


def _quantise(
    codes: Tensor, limits: tuple[int, int], generator: torch.Generator | None
) -> NDArray[Any]:
    """Return whole codes within ``limits``, int32."""
    if generator is not None:
        noise = torch.rand(codes.shape, generator=generator).to(codes.device)
        codes = codes + (noise - 0.5) * (2 * DITHER_REACH)
    rounded: NDArray[Any] = codes.round().clamp_(*limits).to(torch.int32).cpu().numpy()
    return rounded
