"""Motion as channels of a frame, as compositors read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.choices import VectorForm
from slowglass.core.frames import Encoding, Frame, Layer
from slowglass.core.pipeline.making import Way
from slowglass.core.pixels import in_window
from slowglass.core.vector_layout import Pair, parse_layout

BLENDER_LAYER = "ViewLayer"
"""Where Blender looks for passes of a picture that has no layer's name."""
_BLENDER_NAMES = {"R": "Combined.R", "G": "Combined.G", "B": "Combined.B", "A": "Combined.A",
                  "Z": "Depth.Z"}  # fmt: skip
_KNOWN = {
    "blender": ("OcclusionNext.V", "OcclusionPrevious.V", "ConfidenceNext.V",
                "ConfidencePrevious.V"),
    "nuke": ("occlusion.next", "occlusion.previous", "confidence.next", "confidence.previous"),
}  # fmt: skip
_MAPS = ("stmap_next.u", "stmap_next.v", "stmap_previous.u", "stmap_previous.v")

Planes = Iterator[tuple[str, Tensor]]
"""Names of channels and what they hold, (H, W)."""


@dataclass(frozen=True)
class Neighbours:
    """How a frame moves to both its neighbours; None where its shot has none."""

    to_next: Way | None
    to_previous: Way | None

    def both(self, frame: Frame) -> tuple[Way, Way]:
        """Return both ways: at the end of a shot motion goes on as it came, with no confidence."""
        forward, backward = self.to_next, self.to_previous
        if forward is None and backward is None:
            window = frame.display_window
            empty = torch.zeros(1, 1, window.height, window.width)
            forward = Way(empty.expand(-1, 2, -1, -1), empty, empty)
        forward = forward or _carried_on(backward)
        return forward, backward or _carried_on(forward)


def _carried_on(way: Way | None) -> Way:
    assert way is not None, "one of the two is known"
    unknown = torch.zeros_like(way.hidden)
    return Way(-way.flow, unknown, unknown)


def with_vectors(frame: Frame, neighbours: Neighbours, form: VectorForm) -> Frame:
    """Return a frame with its motion beside its picture, in float32; channels of the same names go.

    For Blender a picture without a layer's name gets one, so that all of it is one render layer.
    """
    if form == "blender":
        frame = _named_as_blender(frame)
    seen = frame.colour()
    prefix = _prefix(seen.layer.channels[seen.colour[0]]) if form == "blender" else ""
    forward, backward = neighbours.both(frame)
    planes = [*_motion(forward, backward, form), *_known(forward, backward, form)]
    names = tuple(prefix + name for name, _ in planes)
    pixels = np.stack([plane.cpu().numpy() for _, plane in planes], 2).astype(np.float32)
    added = Layer(pixels, names, Encoding("data"), part=seen.layer.part)
    window = seen.layer.data_window
    if window is not None:
        placed = in_window(added, frame.display_window, window)
        added = replace(added, pixels=placed, data_window=window)
    kept = (_without(layer, frozenset(names)) for layer in frame.layers)
    layers = (*(layer for layer in kept if layer.channels), added)
    return replace(frame, layers=layers, native=None)


def _motion(forward: Way, backward: Way, form: VectorForm) -> Planes:
    """Yield the motion itself."""
    if form == "stmap":
        planes = (plane for way in (forward, backward) for plane in _places(way.flow))
        yield from zip(_MAPS, planes, strict=True)
        return
    layout = parse_layout(form)
    assert layout.backward is not None, "both forms have one"
    yield from _vector(forward.flow, layout.forward, y_up=layout.y_up)
    yield from _vector(backward.flow, layout.backward, y_up=layout.y_up)


def _vector(flow: Tensor, pair: Pair, *, y_up: bool) -> Planes:
    """Yield the two channels of a vector."""
    across, down = flow[0]
    for component, plane in zip(pair, (across, -down if y_up else down), strict=True):
        yield component.name, plane * component.sign


def _places(flow: Tensor) -> tuple[Tensor, Tensor]:
    """Return where pixels are there, 0..1 over the picture, from its lower left corner."""
    height, width = flow.shape[-2:]
    x = (torch.arange(width, device=flow.device) + 0.5 + flow[0, 0]) / width
    y = (torch.arange(height, device=flow.device)[:, None] + 0.5 + flow[0, 1]) / height
    return x, 1 - y


def _known(forward: Way, backward: Way, form: VectorForm) -> Planes:
    """Yield what is known of the motion."""
    planes = (forward.hidden, backward.hidden, forward.confidence, backward.confidence)
    names = _KNOWN["blender" if form == "blender" else "nuke"]
    yield from ((name, plane[0, 0]) for name, plane in zip(names, planes, strict=True))


def _named_as_blender(frame: Frame) -> Frame:
    """Return a frame in whose main part the plain picture is a pass of a layer."""
    seen = frame.colour().layer
    layers = tuple(
        replace(layer, channels=tuple(map(_blender_name, layer.channels)), stored_names=())
        if layer.part == seen.part and set(layer.channels) & set(_BLENDER_NAMES)
        else layer
        for layer in frame.layers
    )
    return replace(frame, layers=layers)


def _blender_name(channel: str) -> str:
    """Return the name of a plain channel as Blender has it."""
    name = _BLENDER_NAMES.get(channel)
    return channel if name is None else f"{BLENDER_LAYER}.{name}"


def _prefix(channel: str) -> str:
    """Return what stands before the pass of a channel: "ViewLayer." of "ViewLayer.Combined.R"."""
    layer = channel.rpartition(".")[0].rpartition(".")[0]
    return f"{layer}." if layer else ""


def _without(layer: Layer, names: frozenset[str]) -> Layer:
    """Return a layer without the channels of these names."""
    kept = [k for k, channel in enumerate(layer.channels) if channel not in names]
    if len(kept) == len(layer.channels):
        return layer
    pixels: NDArray[np.generic] = layer.pixels[:, :, kept]
    stored = tuple(layer.stored_names[k] for k in kept) if layer.stored_names else ()
    return replace(
        layer, pixels=pixels, channels=tuple(layer.channels[k] for k in kept), stored_names=stored
    )
