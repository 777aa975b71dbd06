"""Fitting pictures of any size to what a model asks for, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import WarpField
from slowglass.core.models.interface import Interpolator
from slowglass.core.models.named import AT
from slowglass.core.models.spec import ModelSpec
from slowglass.core.warp import grid_positions, resize_plane, size_within


@dataclass(frozen=True)
class ProxySize:
    """Size of the picture that a model sees: scaled down if it must be, then padded."""

    height: int
    width: int
    padded_height: int
    padded_width: int


def proxy_size(height: int, width: int, spec: ModelSpec) -> ProxySize:
    """Return the size at which a model estimates the motion of a frame."""
    inner_height, inner_width = size_within(height, width, spec.largest_proxy or max(height, width))
    return ProxySize(
        inner_height,
        inner_width,
        _padded(inner_height, spec),
        _padded(inner_width, spec),
    )


def fit_proxy(picture: Tensor, size: ProxySize) -> Tensor:
    """Return ``picture`` (B, C, H, W) scaled down and padded; the padding repeats the edge."""
    picture = resize_plane(picture, size.height, size.width)
    bottom, right = size.padded_height - size.height, size.padded_width - size.width
    if not bottom and not right:
        return picture
    return functional.pad(picture, (0, right, 0, bottom), mode="replicate")


def crop_field(field: WarpField, size: ProxySize) -> WarpField:
    """Return ``field`` without the padding that `fit_proxy` added.

    What pointed into the padding then points at the edge that it repeats, whatever the border.
    """
    if field.flow.shape[-2:] == (size.height, size.width):
        return field
    residual, flow = field.residual, field.flow[..., : size.height, : size.width]
    return replace(
        field,
        flow=flow if field.border == "clamp" else _out_of_padding(flow, size),
        weight=field.weight[..., : size.height, : size.width],
        residual=None if residual is None else residual[..., : size.height, : size.width],
    )


class SizedModel:
    """A model whose pictures are no larger than so many pixels."""

    def __init__(self, model: Interpolator[Any], largest_proxy: int) -> None:
        """Feed ``model`` pictures of at most ``largest_proxy`` pixels on their longer side."""
        self._model = model
        own = model.spec.largest_proxy
        self._spec = replace(
            model.spec,
            name=f"{model.spec.name}{AT}{largest_proxy}",
            largest_proxy=min(largest_proxy, own or largest_proxy),
        )

    @property
    def spec(self) -> ModelSpec:
        """What the model is, with the smaller proxy."""
        return self._spec

    def estimate(self, left: Tensor, right: Tensor) -> Any:
        """Return what the model finds."""
        return self._model.estimate(left, right)

    def field(self, motion: Any, t: Tensor) -> WarpField:
        """Return the model's field."""
        return self._model.field(motion, t)


def _out_of_padding(flow: Tensor, size: ProxySize) -> Tensor:
    """Return a cropped ``flow`` (B, K, 2, H, W) that treats the padding as the edge it repeats."""
    x, y = grid_positions(flow.flatten(0, 1))
    beyond_x = (x - (size.width - 1)).clamp(0, size.padded_width - size.width)
    beyond_y = (y - (size.height - 1)).clamp(0, size.padded_height - size.height)
    return flow - torch.stack([beyond_x, beyond_y], 1).reshape(flow.shape)


def _padded(length: int, spec: ModelSpec) -> int:
    """Return ``length`` rounded up to what the model takes."""
    length = max(length, spec.minimum_size)
    return -(-length // spec.multiple_of) * spec.multiple_of
