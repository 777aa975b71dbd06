"""Composition on a processor, by compiled kernels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import WarpField
from slowglass.core.warp import Border

MIXED_TYPES = (torch.float16, torch.bfloat16, torch.float32)
"""What the kernels mix: in float32, whatever comes."""


def packed(left: Tensor, right: Tensor, border: Border) -> kernels.Pair:
    """Return pictures (1, C, H, W) as the kernels mix them, for fields of a border."""
    margin = 1 if border == "zeros" else 0
    return kernels.pack(left[0].float().numpy(), right[0].float().numpy(), margin)


def mix_compiled(pair: kernels.Pair, field: WarpField, cubic: bool) -> Tensor:
    """Return float32 pictures (B, C, H, W) mixed at the times of a field, which may be smaller."""
    return _batch([kernels.mix(pair, *at, cubic).transpose(1, 2, 0) for at in _fields(field)])


def mix_on_gpu(left: Tensor, right: Tensor, field: WarpField, cubic: bool) -> Tensor:
    """Return the same of pictures on a GPU, with a field of their size."""
    margin = 1 if field.border == "zeros" else 0
    pair = left[0].float(), right[0].float()
    flow, weight = field.flow.float().contiguous(), field.weight.float().contiguous()
    made = [
        kernels.mix_on_gpu(*pair, field.sides, *at, margin, cubic)
        for at in zip(flow, weight, strict=True)
    ]
    return made[0][None] if len(made) == 1 else torch.stack(made)


def pixel_bytes(left: Tensor, right: Tensor) -> NDArray[np.uint8]:
    """Return the bytes of each pixel of pictures (1, C, H, W), (2, H, W, bytes)."""
    return np.stack([_bytes(left[0]), _bytes(right[0])])


def nearest_compiled(pixels: NDArray[np.uint8], field: WarpField, dtype: torch.dtype) -> Tensor:
    """Return pictures (B, C, H, W) of a type, each pixel taken whole."""
    zeros = field.border == "zeros"
    taken = [kernels.take_nearest(pixels, at, zeros) for at in _fields(field)]
    planes = [torch.from_numpy(one).view(dtype).permute(2, 0, 1) for one in taken]
    return planes[0][None] if len(planes) == 1 else torch.stack(planes)


class CompiledSurfaces:
    """Data of both frames, whose surfaces are known; see `edges`."""

    def __init__(self, left: Tensor, right: Tensor, tolerance: float, step: float | None) -> None:
        """Find the edges in pictures (1, C, H, W) float32."""
        self._values = _side_by_side(left, right)
        self._broken = kernels.surface_edges(self._values, tolerance, step)
        self._tolerance, self._step = tolerance, step

    def at(self, field: WarpField, between_samples: float) -> Tensor:
        """Return the data at the time of a field of any size, (1, C, H, W)."""
        tolerances = self._tolerance, between_samples
        zeros = field.border == "zeros"
        (at,) = _fields(field)
        return _batch(
            [kernels.mix_surfaces(self._values, self._broken, at, zeros, tolerances, self._step)]
        )


class CompiledMattes:
    """A cryptomatte of both frames; see `cryptomatte`."""

    def __init__(self, left: Tensor, right: Tensor) -> None:
        """Find where objects meet in pictures (1, 2 R, H, W) float32."""
        bits = _side_by_side(left, right)
        self._ids = np.ascontiguousarray(bits[..., 0::2]).view(np.int32)
        self._cover = np.nan_to_num(bits[..., 1::2], nan=0.0, posinf=0.0, neginf=0.0)
        self._broken = kernels.matte_edges(self._ids)

    def at(self, field: WarpField) -> Tensor:
        """Return the cryptomatte at the time of a field of any size, (1, 2 R, H, W)."""
        zeros = field.border == "zeros"
        (at,) = _fields(field)
        ids, cover = kernels.mix_mattes(self._ids, self._cover, self._broken, at, zeros)
        return _batch([np.stack([ids.view(np.float32), cover], 3).reshape(*ids.shape[:2], -1)])


def _side_by_side(left: Tensor, right: Tensor) -> NDArray[np.float32]:
    """Return pictures (1, C, H, W) float32 as (2, H, W, C)."""
    return torch.cat([left, right]).permute(0, 2, 3, 1).contiguous().numpy()


def _fields(field: WarpField) -> list[tuple[Sequence[int], NDArray[Any], NDArray[Any]]]:
    """Return sides, flow (K, 2, H, W) and weight (K, H, W) of each of the times of a field."""
    flow, weight = (part.float().contiguous().numpy() for part in (field.flow, field.weight))
    return [(field.sides, *at) for at in zip(flow, weight, strict=True)]


def _batch(frames: list[NDArray[Any]]) -> Tensor:
    """Return frames (H, W, C) as (B, C, H, W), a single one without copying."""
    planes = [torch.from_numpy(frame).permute(2, 0, 1) for frame in frames]
    return planes[0][None] if len(planes) == 1 else torch.stack(planes)


def _bytes(picture: Tensor) -> NDArray[np.uint8]:
    """Return the bytes of each pixel of (C, H, W), (H, W, bytes)."""
    height, width = picture.shape[1:]
    flat = picture.permute(1, 2, 0).reshape(-1).contiguous().view(torch.uint8)
    return np.asarray(flat.reshape(height, width, -1).numpy())
