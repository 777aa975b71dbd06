"""Making a whole new frame: every layer, every channel by its policy, in its own window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch import Tensor

from slowglass.core.channels import Overrides, Policy
from slowglass.core.composition import edges, vectors
from slowglass.core.composition.cryptomatte import compose_cryptomatte
from slowglass.core.composition.direction import compose_direction
from slowglass.core.composition.grain import GrainMatch
from slowglass.core.composition.groups import Group, Member, channel_groups
from slowglass.core.composition.sampling import compose, scale_field
from slowglass.core.composition.straight import alpha_places, compose_straight
from slowglass.core.composition.transfer import own_queue, pixels_here, planes_there
from slowglass.core.composition.vectors import TimeStep
from slowglass.core.composition.windows import field_in, union
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.field import WarpField
from slowglass.core.frames import Encoding, Frame, Layer, Pixels, Window
from slowglass.core.pixels import in_window, unit_values

_METHODS: dict[Policy, Callable[[Tensor, Tensor, WarpField], Tensor]] = {
    "blend": compose,
    "depth": partial(edges.compose_surfaces, agreement=edges.DEPTH),
    "vector": partial(edges.compose_surfaces, agreement=edges.VECTOR),
    "position": partial(edges.compose_surfaces, agreement=edges.POSITION),
    "uv": partial(edges.compose_surfaces, agreement=edges.UV),
    "direction": compose_direction,
    "cryptomatte": compose_cryptomatte,
}
"""How float32 planes (1, C, H, W) of a group are composed; ``nearest`` takes bits of any type."""

_RGB = ("R", "G", "B")


@dataclass(frozen=True)
class _LayerPair:
    """A layer of both neighbours, in the smallest window that holds both, and what it becomes."""

    layer: Layer
    window: Window
    left: Pixels
    right: Pixels
    made: Pixels


def compose_frame(
    left: Frame,
    right: Frame,
    field: WarpField,
    device: torch.device,
    overrides: Overrides = (),
    step: TimeStep = TimeStep(),  # noqa: B008 (frozen)
    grain: GrainMatch | None = None,
) -> Frame:
    """Return the frame that ``field`` makes of two.

    Args:
        left: the earlier source frame.
        right: the later one, with the same channels.
        field: of batch 1, at any size.
        device: where to compose.
        overrides: policies that the user gave for channels by name.
        step: time between output frames, by which motion vectors are rescaled.
        grain: gives colour the grain of its neighbours; None: it stays as it is made.

    Raises:
        UnsupportedMediaError: the two do not have the same channels.
    """
    names = [[layer.channels for layer in frame.layers] for frame in (left, right)]
    if names[0] != names[1]:
        raise UnsupportedMediaError(
            f"expected the same channels in both neighbours, got {names[0]} and {names[1]}"
        )
    display = left.display_window
    windows = [
        union(one.data_window or display, other.data_window or display)
        for one, other in zip(left.layers, right.layers, strict=True)
    ]
    groups = channel_groups(left.layers, windows, overrides)
    pairs = _pairs(left, right, windows, groups)
    with own_queue(device):
        _compose_groups(pairs, groups, field, display, step, grain, device)
    return replace(left, layers=tuple(_made(pair) for pair in pairs), native=None)


def _compose_groups(
    pairs: list[_LayerPair],
    groups: list[Group],
    field: WarpField,
    display: Window,
    step: TimeStep,
    grain: GrainMatch | None,
    device: torch.device,
) -> None:
    """Compose every group of channels by its policy, into its layers."""
    windows = [pair.window for pair in pairs]
    if not _takes_any_field(groups, field, grain) or set(windows) != {display}:
        field = scale_field(field, display.height, display.width)
    fields = {window: field_in(field, display, window) for window in dict.fromkeys(windows)}
    for group in groups:
        own = fields[pairs[group.members[0].layer].window]
        if group.policy == "nearest":
            _take_nearest(pairs[group.members[0].layer], group.members, own, device)
        else:
            _mix(pairs, group, own, device, step, grain)


def _takes_any_field(groups: list[Group], field: WarpField, grain: GrainMatch | None) -> bool:
    """Return whether nothing asks for a field of the frame's size, which takes room and time."""
    scaling = all(group.policy in ("blend", "direction") for group in groups)
    return scaling and field.residual is None and grain is None


def _pairs(
    left: Frame, right: Frame, windows: list[Window], groups: list[Group]
) -> list[_LayerPair]:
    """Return all layers; those that are taken whole keep their type, what is mixed is float32."""
    mixed = {m.layer for group in groups if group.policy != "nearest" for m in group.members}
    pairs = []
    for k, (one, other) in enumerate(zip(left.layers, right.layers, strict=True)):
        first, second = (
            in_window(layer, frame.display_window, windows[k])
            for layer, frame in ((one, left), (other, right))
        )
        made = np.empty(first.shape, np.float32 if k in mixed else first.dtype)
        pairs.append(_LayerPair(one, windows[k], first, second, made))
    return pairs


def _made(pair: _LayerPair) -> Layer:
    """Return the layer that a pair became."""
    layer = pair.layer.with_pixels(pair.made)
    return layer if pair.layer.data_window is None else replace(layer, data_window=pair.window)


def _mix(
    pairs: list[_LayerPair],
    group: Group,
    field: WarpField,
    device: torch.device,
    step: TimeStep,
    grain: GrainMatch | None,
) -> None:
    """Compose a group by its policy, as float32."""
    names = [member.name for member in group.members]
    left, right = (
        _planes([pair.left for pair in pairs], group.members, device),
        _planes([pair.right for pair in pairs], group.members, device),
    )
    alphas = alpha_places(names)
    straight = pairs[group.members[0].layer].layer.encoding.alpha == "straight"
    if group.policy == "blend" and straight and any(place is not None for place in alphas):
        made = compose_straight(left, right, field, alphas)
    else:
        made = _METHODS[group.policy](left, right, field)
    if group.policy == "blend" and field.residual is not None:
        _add_residual(made, field.residual, names, pairs[group.members[0].layer].layer.encoding)
    if group.policy == "vector":
        made = vectors.rescale(made, names, step)
    if group.policy == "blend" and grain is not None:
        made = grain.apply(made, left, right, field, names)
    if device.type == "cpu":
        for plane, member in zip(made[0].numpy(), group.members, strict=True):
            pairs[member.layer].made[:, :, member.place] = plane
        return
    here = pixels_here(made[0])
    for layer, places in _by_layer(group.members).items():
        own = [k for k, member in enumerate(group.members) if member.layer == layer]
        pairs[layer].made[:, :, places] = here[:, :, own]


def _add_residual(made: Tensor, residual: Tensor, names: list[str], encoding: Encoding) -> None:
    """Add what a model says besides to opaque display-referred RGB: it means nothing elsewhere."""
    if encoding.transfer != "srgb" or encoding.alpha != "none":
        return
    for plane, name in zip(made[0], names, strict=True):
        if name in _RGB:
            plane += residual[0, _RGB.index(name)]


def _planes(layers: list[Pixels], members: Sequence[Member], device: torch.device) -> Tensor:
    """Return the channels of a group as float32 (1, C, H, W), codes as 0..1."""
    if device.type == "cpu":
        height, width = layers[members[0].layer].shape[:2]
        planes = np.empty((1, len(members), height, width), np.float32)
        for plane, member in zip(planes[0], members, strict=True):
            plane[...] = unit_values(layers[member.layer][:, :, member.place])
        return torch.from_numpy(planes)
    places = _by_layer(members)
    there = {k: planes_there(layers[k], own, device) for k, own in places.items()}
    return torch.stack([there[m.layer][places[m.layer].index(m.place)] for m in members])[None]


def _by_layer(members: Sequence[Member]) -> dict[int, list[int]]:
    """Return the places of channels, in order, by the layer that they are in."""
    places: dict[int, list[int]] = {}
    for member in members:
        places.setdefault(member.layer, []).append(member.place)
    return places


def _take_nearest(
    pair: _LayerPair, members: list[Member], field: WarpField, device: torch.device
) -> None:
    """Take pixels whole; the bits of the samples are kept, whatever they mean."""
    places = [member.place for member in members]
    sources = []
    for pixels in (pair.left, pair.right):
        planes = np.ascontiguousarray(pixels[:, :, places].transpose(2, 0, 1))
        bits = planes.view({1: np.uint8, 2: np.int16, 4: np.int32}[planes.dtype.itemsize])
        sources.append(torch.from_numpy(bits)[None].to(device))
    taken = compose(sources[0], sources[1], field, "nearest")[0].cpu().numpy()
    values = np.ascontiguousarray(taken).view(pair.left.dtype).transpose(1, 2, 0)
    if pair.made.dtype != values.dtype:
        values = unit_values(values)
    pair.made[:, :, places] = values
