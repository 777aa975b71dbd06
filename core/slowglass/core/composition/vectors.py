"""Motion vectors: from the time step of the source to that of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from slowglass.core.channels import Overrides, points_to_previous
from slowglass.core.composition.groups import full_name, policy_of
from slowglass.core.frames import Frame, Layer


@dataclass(frozen=True)
class TimeStep:
    """Source frames from one output frame to the next: 1/4 at 25 % speed, below 0 backwards."""

    to_previous: float = 1.0
    to_next: float = 1.0

    def scale_of(self, channel: str) -> float:
        """Return what a component of a motion vector is multiplied by."""
        return self.to_previous if points_to_previous(channel) else self.to_next


def rescale(vectors: Tensor, names: Sequence[str], step: TimeStep) -> Tensor:
    """Return vectors (B, C, H, W) between output frames of those between source frames."""
    scales = vectors.new_tensor([step.scale_of(name) for name in names])
    return vectors * scales[:, None, None]


def rescale_vectors(frame: Frame, step: TimeStep, overrides: Overrides = ()) -> Frame:
    """Return a source frame with its motion vectors rescaled, all else untouched.

    The same object where it has no vectors, or where time goes on as before.
    """
    layers = tuple(_rescaled(layer, step, overrides) for layer in frame.layers)
    if all(new is old for new, old in zip(layers, frame.layers, strict=True)):
        return frame
    return replace(frame, layers=layers, native=None)


def _rescaled(layer: Layer, step: TimeStep, overrides: Overrides) -> Layer:
    scales = [
        step.scale_of(full_name(layer, name))
        if policy_of(name, layer, overrides) == "vector"
        else 1.0
        for name in layer.channels
    ]
    if all(scale == 1 for scale in scales):
        return layer
    pixels = layer.pixels.astype(np.float32)
    for place, scale in enumerate(scales):
        if scale != 1:
            pixels[:, :, place] *= np.float32(scale)
    return layer.with_pixels(pixels)
