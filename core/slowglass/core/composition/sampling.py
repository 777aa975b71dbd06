"""Making the channels of a new frame from those of its two neighbours.

Pixels are taken from the sources where the field points and mixed by its weights. Equal samples mix
to themselves exactly, so what does not move does not change by a bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core import kernels
from slowglass.core.composition import compiled
from slowglass.core.errors import ShapeError
from slowglass.core.field import LEFT, WarpField
from slowglass.core.warp import (
    backward_warp,
    cubic_warp,
    nearest_warp,
    resize_flow,
    resize_plane,
)

Sampling = Literal["cubic", "linear", "nearest"]
"""``cubic`` and ``linear`` mix the samples by weight: cubic is crisper, for what is looked at.
``nearest`` takes the nearest pixel of the sample that counts most: for whatever must not be mixed.
"""

_WARPS = {"cubic": cubic_warp, "linear": backward_warp, "nearest": nearest_warp}

STRIP_SAMPLES = 1 << 23
"""Frames are composed in strips of rows of about this many samples, so that 8K fits into memory."""


def scale_field(field: WarpField, height: int, width: int) -> WarpField:
    """Return ``field`` at the size of the frame, its weights still summing to 1."""
    if field.flow.shape[-2:] == (height, width):
        return field
    weight = resize_plane(field.weight, height, width).clamp_min(0)
    return replace(
        field,
        flow=resize_flow(field.flow, height, width),
        weight=weight / weight.sum(1, keepdim=True),
        residual=None if field.residual is None else resize_plane(field.residual, height, width),
    )


def fits_inside(field: WarpField, height: int, width: int) -> bool:
    """Return whether a field is no larger than a frame."""
    return field.flow.shape[-2] <= height and field.flow.shape[-1] <= width


class Sampled:
    """The channels of two frames, sampled at any number of times between them.

    What does not depend on the time is done once.
    """

    def __init__(self, left: Tensor, right: Tensor) -> None:
        """Take the channels.

        Args:
            left: (1, C, H, W), any floating dtype; for ``nearest`` any dtype.
            right: like ``left``.

        Raises:
            ShapeError: the frames differ in size.
        """
        if left.shape != right.shape:
            raise ShapeError(f"expected two frames of one size, got {left.shape} and {right.shape}")
        self._left, self._right = left, right
        self._packed = cache(partial(compiled.packed, left, right))
        self._bytes = cache(partial(compiled.pixel_bytes, left, right))

    def at(self, field: WarpField, sampling: Sampling | None = None) -> Tensor:
        """Return the channels (B, C, H, W) at the times of ``field``; see `compose`."""
        left, right, size = self._left, self._right, self._left.shape[-2:]
        sampling, place = sampling or field.colour_sampling, left.device.type
        cubic, mixes = sampling == "cubic", left.dtype in compiled.MIXED_TYPES
        if place != "cpu" or not fits_inside(field, *size):
            field = scale_field(field, *size)
        if place == "cpu" and sampling == "nearest":
            return compiled.nearest_compiled(self._bytes(), field, left.dtype)
        if place == "cpu" and mixes:
            made = compiled.mix_compiled(self._packed(field.border), field, cubic)
            return made.to(left.dtype)
        if place == "cuda" and mixes and sampling != "nearest" and not kernels.why_not():
            return compiled.mix_on_gpu(left, right, field, cubic).to(left.dtype)
        return compose_by_torch(left, right, scale_field(field, *size), sampling)


def compose(
    left: Tensor, right: Tensor, field: WarpField, sampling: Sampling | None = None
) -> Tensor:
    """Return the channels at the times of ``field``.

    Where samples are mixed, those that are not finite have no weight: they do not spread. Where
    nothing else is there the heaviest of them stays.

    Args:
        left: (1, C, H, W), any floating dtype; for ``nearest`` any dtype.
        right: like ``left``.
        field: of the same size, or smaller.
        sampling: how samples become one; None: as the field says of colour.

    Returns:
        (B, C, H, W), dtype of ``left``.

    Raises:
        ShapeError: the frames differ in size.
    """
    return Sampled(left, right).at(field, sampling)


def compose_by_torch(
    left: Tensor, right: Tensor, field: WarpField, sampling: Sampling = "cubic"
) -> Tensor:
    """Do the same in torch, on any device, with a field of the size of the frames."""
    result = _compose(left, right, field, sampling)
    if sampling != "nearest" and not bool(torch.isfinite(left).all() & torch.isfinite(right).all()):
        finite = torch.isfinite(left) & torch.isfinite(right)
        spoilt = torch.nonzero(~finite[0].flatten(1).all(1)).flatten()
        result[:, spoilt] = _compose_finite(left[:, spoilt], right[:, spoilt], field, sampling)
    return result


def in_strips(picture: Tensor, samples: int, make: Callable[[int, int], Tensor]) -> Tensor:
    """Return what ``make`` gives for strips of rows (first, behind the last), put together.

    Args:
        picture: (1, C, H, W), of the size of the result.
        samples: how many samples of each channel are held at once for a pixel.
        make: gives rows of the result, (B, C, rows, W).
    """
    channels, height, width = picture.shape[1:]
    rows = max(1, STRIP_SAMPLES // (width * channels * samples))
    strips = [make(top, min(top + rows, height)) for top in range(0, height, rows)]
    return strips[0] if len(strips) == 1 else torch.cat(strips, 2)


def _compose(left: Tensor, right: Tensor, field: WarpField, sampling: Sampling) -> Tensor:
    """Compose strip by strip."""

    def make(top: int, bottom: int) -> Tensor:
        return _compose_rows(left, right, field, sampling, top, bottom)

    return in_strips(left, 3 if sampling == "cubic" else 1, make)


def _compose_rows(
    left: Tensor, right: Tensor, field: WarpField, sampling: Sampling, top: int, bottom: int
) -> Tensor:
    """Compose rows ``top`` to ``bottom``."""
    batch = field.flow.shape[0]
    weight = field.weight[:, :, top:bottom]
    result: Tensor | None = None
    total = best = weight[:, :1]
    for k, side in enumerate(field.sides):
        picture = (left if side == LEFT else right).expand(batch, -1, -1, -1)
        sample = _WARPS[sampling](picture, field.flow[:, k, :, top:bottom], field.border, top)
        share = weight[:, k : k + 1]
        if result is None:
            result = sample
        elif sampling == "nearest":
            result = torch.where(share > best, sample, result)
            best = torch.maximum(best, share)
        else:
            total = total + share
            part = torch.where(total > 0, share / total.clamp_min(1e-30), 0).to(sample.dtype)
            result = torch.lerp(result, sample, part)
    if result is None:
        raise ShapeError("expected a field with at least one sample, got none")
    return result


def _compose_finite(left: Tensor, right: Tensor, field: WarpField, sampling: Sampling) -> Tensor:
    """Mix finite samples alone, by their share of the weight; linearly next to others."""
    clean, linear, near = [], [], []
    for picture in (left, right):
        finite = torch.isfinite(picture)
        clean.append(torch.where(finite, picture, torch.zeros_like(picture)))
        inside = torch.ones_like(picture[:, :1])
        linear.append(torch.cat([clean[-1], finite.to(picture.dtype), inside], 1))
        near.append(functional.max_pool2d((~finite).to(picture.dtype), 3, 1, 1))
    mean = _compose(linear[0], linear[1], field, "linear")
    channels = left.shape[1]
    # What lies outside is zero, where the border says so, and not unknown.
    value, share = mean[:, :channels], mean[:, channels:-1] + (1 - mean[:, -1:])
    heaviest = _compose(left, right, field, "nearest")
    mixed = torch.where(share > 0, value / share.clamp_min(1e-30), heaviest)
    if sampling == "linear":
        return mixed
    touched = _compose(near[0], near[1], field, "linear") > 0
    return torch.where(touched, mixed, _compose(clean[0], clean[1], field, sampling))
