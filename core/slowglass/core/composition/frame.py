"""Making whole new frames of two: every layer, every channel by its policy, in its own window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from slowglass.core.channels import Overrides
from slowglass.core.composition.grain import GrainMatch
from slowglass.core.composition.group_pair import GroupPair, NearestPair
from slowglass.core.composition.groups import Group, channel_groups
from slowglass.core.composition.sampling import fits_inside, scale_field
from slowglass.core.composition.transfer import own_queue
from slowglass.core.composition.vectors import TimeStep
from slowglass.core.composition.windows import field_in, union
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, Layer, Pixels, Window
from slowglass.core.pixels import in_window


class FramePair:
    """Two frames, from which any number are made; what does not depend on the time is done once."""

    def __init__(
        self, left: Frame, right: Frame, device: torch.device, overrides: Overrides = ()
    ) -> None:
        """Take both apart.

        Args:
            left: the earlier source frame.
            right: the later one, with the same channels.
            device: where to compose.
            overrides: policies that the user gave for channels by name.

        Raises:
            UnsupportedMediaError: the two do not have the same channels.
        """
        names = [[layer.channels for layer in frame.layers] for frame in (left, right)]
        if names[0] != names[1]:
            raise UnsupportedMediaError(
                f"expected the same channels in both neighbours, got {names[0]} and {names[1]}"
            )
        self._left, display = left, left.display_window
        self._guides = (*left.guides, *right.guides)
        self._windows = [
            union(one.data_window or display, other.data_window or display)
            for one, other in zip(left.layers, right.layers, strict=True)
        ]
        one, other = (
            [
                in_window(layer, frame.display_window, window)
                for layer, window in zip(frame.layers, self._windows, strict=True)
            ]
            for frame in (left, right)
        )
        self._shapes = [layer.shape for layer in one]
        groups = channel_groups(left.layers, self._windows, overrides)
        self._types = _types(left.layers, groups)
        self._device = device
        with own_queue(device):
            self._groups = self._taken_apart(groups, one, other)
        self._whole_field = device.type != "cpu" or set(self._windows) != {display}

    def _taken_apart(
        self, groups: list[Group], one: list[Pixels], other: list[Pixels]
    ) -> list[GroupPair | NearestPair]:
        """Return the channels of all groups."""
        layers, device = self._left.layers, self._device
        return [
            NearestPair(group, one, other, device)
            if group.policy == "nearest"
            else GroupPair(group, layers[group.members[0].layer].encoding, one, other, device)
            for group in groups
        ]

    def at(
        self,
        field: WarpField,
        step: TimeStep = TimeStep(),  # noqa: B008 (frozen)
        grain: GrainMatch | None = None,
    ) -> Frame:
        """Return the frame that ``field`` makes.

        Args:
            field: of batch 1, at any size.
            step: time between output frames, by which motion vectors are rescaled.
            grain: gives colour the grain of its neighbours; None: it stays as it is made.
        """
        made = [
            np.empty(shape, dtype) for shape, dtype in zip(self._shapes, self._types, strict=True)
        ]
        with own_queue(self._device):
            fields = self._fields(field, whole=grain is not None)
            for group in self._groups:
                group.make(fields[self._windows[group.layer]], step, grain, made)
        layers = zip(self._left.layers, made, self._windows, strict=True)
        return replace(
            self._left,
            layers=tuple(
                replace(layer.with_pixels(pixels), data_window=layer.data_window and window)
                for layer, pixels, window in layers
            ),
            native=None,
            guides=self._guides,
        )

    def _fields(self, field: WarpField, whole: bool) -> dict[Window, WarpField]:
        """Return the field in every window; at the size of the frame where that is asked for."""
        display = self._left.display_window
        size = display.height, display.width
        whole = whole or self._whole_field or field.residual is not None
        if whole or not fits_inside(field, *size):
            field = scale_field(field, *size)
        return {window: field_in(field, display, window) for window in set(self._windows)}


def compose_frame(
    left: Frame,
    right: Frame,
    field: WarpField,
    device: torch.device,
    overrides: Overrides = (),
    step: TimeStep = TimeStep(),  # noqa: B008 (frozen)
    grain: GrainMatch | None = None,
) -> Frame:
    """Return the one frame that ``field`` makes of two, as `FramePair` does.

    Raises:
        UnsupportedMediaError: the two do not have the same channels.
    """
    return FramePair(left, right, device, overrides).at(field, step, grain)


def _types(layers: tuple[Layer, ...], groups: list[Group]) -> list[np.dtype[Any]]:
    """Return what layers are made as: float32, but for those that are taken whole."""
    mixed = {m.layer for group in groups if group.policy != "nearest" for m in group.members}
    return [
        np.dtype(np.float32) if k in mixed else layer.pixels.dtype for k, layer in enumerate(layers)
    ]
