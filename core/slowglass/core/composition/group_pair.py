"""Channels of two frames that go one way together, made at any time between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from slowglass.core.channels import Policy
from slowglass.core.composition import vectors
from slowglass.core.composition.cryptomatte import Mattes
from slowglass.core.composition.direction import Directions
from slowglass.core.composition.edges import DEPTH, POSITION, UV, VECTOR, Surfaces
from slowglass.core.composition.grain import GrainMatch
from slowglass.core.composition.groups import Group, Member
from slowglass.core.composition.sampling import Sampled
from slowglass.core.composition.straight import Straight, alpha_places
from slowglass.core.composition.transfer import pixels_here, planes_there
from slowglass.core.composition.vectors import TimeStep
from slowglass.core.field import WarpField
from slowglass.core.frames import Encoding, Pixels
from slowglass.core.pixels import unit_values


class Channels(Protocol):
    """Channels of two frames."""

    def at(self, field: WarpField) -> Tensor:
        """Return them at the time of a field, (1, C, H, W)."""
        ...


_METHODS: dict[Policy, Callable[[Tensor, Tensor], Channels]] = {
    "blend": Sampled,
    "depth": partial(Surfaces, agreement=DEPTH),
    "vector": partial(Surfaces, agreement=VECTOR),
    "position": partial(Surfaces, agreement=POSITION),
    "uv": partial(Surfaces, agreement=UV),
    "direction": Directions,
    "cryptomatte": Mattes,
}
"""What makes float32 planes (1, C, H, W) of a group; ``nearest`` takes bits of any type."""

_RGB = ("R", "G", "B")


class GroupPair:
    """A group of channels that are mixed by their policy, as float32."""

    def __init__(
        self,
        group: Group,
        encoding: Encoding,
        left: Sequence[Pixels],
        right: Sequence[Pixels],
        device: torch.device,
    ) -> None:
        """Take the channels out of the pixels of all layers of both frames."""
        self._group, self._encoding = group, encoding
        self._names = [member.name for member in group.members]
        self._pictures = _planes(group, left, device), _planes(group, right, device)
        alphas = alpha_places(self._names)
        light = group.policy == "blend"
        if light and encoding.alpha == "straight" and any(place is not None for place in alphas):
            self._channels: Channels = Straight(*self._pictures, alphas)
        else:
            self._channels = _METHODS[group.policy](*self._pictures)

    @property
    def layer(self) -> int:
        """The layer of the first member; all of a group have one window."""
        return self._group.members[0].layer

    def make(
        self, field: WarpField, step: TimeStep, grain: GrainMatch | None, made: list[Pixels]
    ) -> None:
        """Write the channels into the pixels of all layers; arguments as in `FramePair.at`."""
        planes = self._channels.at(field)
        if self._group.policy == "blend" and field.residual is not None:
            _add_residual(planes, field.residual, self._names, self._encoding)
        if self._group.policy == "vector":
            planes = vectors.rescale(planes, self._names, step)
        if self._group.policy == "blend" and grain is not None:
            planes = grain.apply(planes, *self._pictures, field, self._names)
        _write(planes[0], self._group.members, made)


class NearestPair:
    """Channels of one layer whose pixels are taken whole: bits are kept, whatever they mean."""

    def __init__(
        self,
        group: Group,
        left: Sequence[Pixels],
        right: Sequence[Pixels],
        device: torch.device,
    ) -> None:
        """Take the channels out of the pixels of all layers of both frames."""
        self.layer = group.members[0].layer
        self._places = [member.place for member in group.members]
        self._type = left[self.layer].dtype
        self._channels = Sampled(
            *(_bits(one[self.layer][:, :, self._places]).to(device) for one in (left, right))
        )

    def make(
        self, field: WarpField, step: TimeStep, grain: GrainMatch | None, made: list[Pixels]
    ) -> None:
        """Write the channels into the pixels of all layers."""
        taken = self._channels.at(field, "nearest")[0].cpu().numpy()
        values = np.ascontiguousarray(taken).view(self._type).transpose(1, 2, 0)
        if made[self.layer].dtype != values.dtype:
            values = unit_values(values)
        made[self.layer][:, :, self._places] = values


def _bits(pixels: Pixels) -> Tensor:
    """Return the bits of (H, W, C) as integers (1, C, H, W)."""
    planes = np.ascontiguousarray(pixels.transpose(2, 0, 1))
    integers: dict[int, type[np.generic[Any]]] = {1: np.uint8, 2: np.int16, 4: np.int32}
    return torch.from_numpy(planes.view(integers[planes.dtype.itemsize]))[None]


def _planes(group: Group, layers: Sequence[Pixels], device: torch.device) -> Tensor:
    """Return the channels of a group as float32 (1, C, H, W), codes as 0..1."""
    members = group.members
    if device.type == "cpu":
        height, width = layers[members[0].layer].shape[:2]
        planes = np.empty((1, len(members), height, width), np.float32)
        for plane, member in zip(planes[0], members, strict=True):
            plane[...] = unit_values(layers[member.layer][:, :, member.place])
        return torch.from_numpy(planes)
    places = _by_layer(members)
    there = {k: planes_there(layers[k], own, device) for k, own in places.items()}
    return torch.stack([there[m.layer][places[m.layer].index(m.place)] for m in members])[None]


def _write(planes: Tensor, members: Sequence[Member], made: list[Pixels]) -> None:
    """Write planes (C, H, W) into the pixels of the layers that they are in."""
    if planes.device.type == "cpu":
        for plane, member in zip(planes.numpy(), members, strict=True):
            made[member.layer][:, :, member.place] = plane
        return
    here = pixels_here(planes)
    for layer, places in _by_layer(members).items():
        own = [k for k, member in enumerate(members) if member.layer == layer]
        made[layer][:, :, places] = here[:, :, own]


def _by_layer(members: Sequence[Member]) -> dict[int, list[int]]:
    """Return the places of channels, in order, by the layer that they are in."""
    places: dict[int, list[int]] = {}
    for member in members:
        places.setdefault(member.layer, []).append(member.place)
    return places


def _add_residual(made: Tensor, residual: Tensor, names: list[str], encoding: Encoding) -> None:
    """Add what a model says besides to opaque display-referred RGB: it means nothing elsewhere."""
    if encoding.transfer != "srgb" or encoding.alpha != "none":
        return
    for plane, name in zip(made[0], names, strict=True):
        if name in _RGB:
            plane += residual[0, _RGB.index(name)]
