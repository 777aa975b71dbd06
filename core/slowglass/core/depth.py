"""How far away what a pixel shows is: the depth that a renderer wrote beside the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from slowglass.core.composition import full_name, policy_of
from slowglass.core.frames import Frame, Layer
from slowglass.core.pixels import in_display

Distances = NDArray[np.float32]
"""(height, width), above 0, the farther the larger."""

FARTHEST = 1e10
"""Depth of nothing; Blender writes the same."""

_NAMES = ("depth.z", "z", "depth.v", "depth")
"""Depths that are preferred where a frame has several, best first."""

_EVEN = 1e-3
"""Relative difference of all depths below which they tell nothing apart."""


def find_depth(frame: Frame, prefix: str = "") -> tuple[Layer, int] | None:
    """Return the layer and the place of the depth in it; None where a frame has none.

    Args:
        frame: of one view, or of the main one.
        prefix: what the name of the wanted layer begins with, where one is preferred.
    """
    known = [
        (full_name(layer, channel), layer, place)
        for layer in frame.main_layers
        for place, channel in enumerate(layer.channels)
        if policy_of(channel, layer) == "depth"
    ]

    def rank(one: tuple[str, Layer, int]) -> tuple[bool, int]:
        own = one[0].removeprefix(prefix).casefold()
        return not one[0].startswith(prefix), _NAMES.index(own) if own in _NAMES else len(_NAMES)

    found = min(known, key=rank, default=None)
    return None if found is None else found[1:]


def distances(frame: Frame, layer: Layer, place: int) -> Distances:
    """Return a depth in the display window, whatever its sign; zero, and no number, is nothing."""
    away = np.abs(np.nan_to_num(_pixels(frame, layer, place), nan=0.0, posinf=0.0, neginf=0.0))
    known = np.clip(away, np.float32(1 / FARTHEST), np.float32(FARTHEST))
    return np.where(away > 0, known, np.float32(FARTHEST))


def tells_nothing(frame: Frame, layer: Layer, place: int) -> str:
    """Return in words why a depth cannot say what is in front, "" where it can."""
    pixels = _pixels(frame, layer, place)
    known = pixels[np.isfinite(pixels) & (np.abs(pixels) < FARTHEST) & (pixels != 0)]
    if not known.size:
        return "no pixel of it is a distance"
    if known.min() < 0 < known.max():
        return "some of it is below 0 and some above"
    low, high = np.sort([abs(float(known.min())), abs(float(known.max()))])
    return "it is the same everywhere" if high <= low * (1 + _EVEN) else ""


def _pixels(frame: Frame, layer: Layer, place: int) -> Distances:
    """Return a channel in the display window as it is, zero where nothing is."""
    return in_display(frame, layer, [place])[..., 0].astype(np.float32)
