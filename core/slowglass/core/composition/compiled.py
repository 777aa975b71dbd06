"""Composition on a processor, by compiled kernels."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import WarpField

MIXED_TYPES = (torch.float16, torch.bfloat16, torch.float32)
"""What the kernels mix: in float32, whatever comes."""


def mix_compiled(left: Tensor, right: Tensor, field: WarpField, cubic: bool) -> Tensor:
    """Return pictures (1, C, H, W) mixed at the times of a field of their size."""
    margin = 1 if field.border == "zeros" else 0
    pair = kernels.pack(left[0].float().numpy(), right[0].float().numpy(), margin)
    flow, weight = _arrays(field)
    made = [
        torch.from_numpy(kernels.mix(pair, field.sides, *at, cubic))
        for at in zip(flow, weight, strict=True)
    ]
    return _batch(made).to(left.dtype)


def mix_on_gpu(left: Tensor, right: Tensor, field: WarpField, cubic: bool) -> Tensor:
    """Return the same of pictures on a GPU, with a field of their size."""
    margin = 1 if field.border == "zeros" else 0
    pair, flow, weight = (
        (left[0].float(), right[0].float()),
        field.flow.float(),
        field.weight.float(),
    )
    made = [
        kernels.mix_on_gpu(*pair, field.sides, *at, margin, cubic)
        for at in zip(flow.contiguous(), weight.contiguous(), strict=True)
    ]
    return _batch(made).to(left.dtype)


def nearest_compiled(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Return pictures (1, C, H, W) of any type, each pixel taken whole."""
    one, other = (_bytes(picture[0]) for picture in (left, right))
    flow, weight = _arrays(field)
    made = [
        torch.from_numpy(
            kernels.take_nearest(one, other, field.sides, *at, field.border == "zeros")
        )
        for at in zip(flow, weight, strict=True)
    ]
    return _batch([taken.view(left.dtype).permute(2, 0, 1) for taken in made])


def _bytes(picture: Tensor) -> NDArray[np.uint8]:
    """Return the bytes of each pixel of (C, H, W), (H, W, bytes)."""
    height, width = picture.shape[1:]
    flat = picture.permute(1, 2, 0).reshape(-1).contiguous().view(torch.uint8)
    return np.asarray(flat.reshape(height, width, -1).numpy())


def _arrays(field: WarpField) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return flows and weights, (B, K, 2, H, W) and (B, K, H, W)."""
    return field.flow.float().contiguous().numpy(), field.weight.float().contiguous().numpy()


def _batch(frames: list[Tensor]) -> Tensor:
    """Return frames (C, H, W) as one batch, a single one without copying."""
    return frames[0][None] if len(frames) == 1 else torch.stack(frames)
