"""Motion and depth of a frame, taken out of its channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from slowglass.core.composition import full_name
from slowglass.core.depth import distances, find_depth
from slowglass.core.errors import ModelError
from slowglass.core.frames import Frame, Layer
from slowglass.core.pixels import in_display
from slowglass.core.vector_layout import Component, Pair, VectorLayout


@dataclass(frozen=True)
class FrameVectors:
    """What a frame says of its surfaces, in the display window.

    Vectors are (1, 2, H, W) float32 in pixels for one frame, x to the right and y down.
    """

    to_next: Tensor
    to_previous: Tensor | None
    depth: Tensor | None
    """(1, 1, H, W) float32, above 0, the farther the larger."""


def read_vectors(frame: Frame, layout: VectorLayout, device: torch.device) -> FrameVectors:
    """Return the vectors and the depth of a frame; what no pixel covers is far away and still.

    Raises:
        ModelError: the frame has no such channels; says which it has.
    """
    known = {
        full_name(layer, channel): (layer, place)
        for layer in frame.layers
        for place, channel in enumerate(layer.channels)
    }
    prefix = _prefix(frame, known, layout)
    depth = find_depth(frame, prefix)

    def plane(name: str) -> Tensor:
        return _plane(frame, *known[name], device)

    def component(wanted: Component) -> Tensor:
        found = _found(known, wanted.name, prefix)
        return torch.nan_to_num(plane(found), 0.0, 0.0, 0.0) * wanted.sign

    def vector(pair: Pair) -> Tensor:
        across, along = component(pair[0]), component(pair[1])
        return torch.cat([across, -along if layout.y_up else along], 1)

    return FrameVectors(
        vector(layout.forward),
        None if layout.backward is None else vector(layout.backward),
        None if depth is None else _depth(frame, *depth, device),
    )


_Known = dict[str, tuple[Layer, int]]


def _prefix(frame: Frame, known: _Known, layout: VectorLayout) -> str:
    """Return what stands before the names of the vectors: the visible picture's layer if it can."""
    first = layout.forward[0].name
    prefixes = [name[: len(name) - len(first)] for name in known if _is_named(name, first)]
    if not prefixes:
        raise _missing(known, first)
    seen = frame.colour()
    colour = full_name(seen.layer, seen.layer.channels[seen.colour[0]])
    return min(prefixes, key=lambda prefix: not (prefix and colour.startswith(prefix)))


def _found(known: _Known, wanted: str, prefix: str) -> str:
    """Return the full name of a channel."""
    for name in known:
        if name.casefold() == (prefix + wanted).casefold():
            return name
    raise _missing(known, prefix + wanted)


def _missing(known: _Known, wanted: str) -> ModelError:
    """Return the error that says what there is instead."""
    return ModelError(
        f"expected motion vectors in a channel {wanted}, got the channels {', '.join(known)}",
        hint="render a vector pass, name its channels with --vectors, or choose --model flow",
    )


def _is_named(name: str, wanted: str) -> bool:
    """Return whether a full name ends in another at a dot."""
    return f".{name}".casefold().endswith(f".{wanted}".casefold())


def _plane(frame: Frame, layer: Layer, place: int, device: torch.device) -> Tensor:
    """Return a channel in the display window, (1, 1, H, W) float32, zero where nothing is."""
    pixels = in_display(frame, layer, [place])
    return torch.from_numpy(pixels[:, :, 0].astype(np.float32))[None, None].to(device)


def _depth(frame: Frame, layer: Layer, place: int, device: torch.device) -> Tensor:
    """Return how far surfaces are, (1, 1, H, W) float32."""
    return torch.from_numpy(distances(frame, layer, place))[None, None].to(device)
