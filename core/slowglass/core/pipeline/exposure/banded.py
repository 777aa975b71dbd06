"""One frame out of bands of lines of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil

import numpy as np

from slowglass.core.composition import union
from slowglass.core.confidence import Confidence
from slowglass.core.frames import Frame, Layer, Pixels, Window
from slowglass.core.pixels import in_window
from slowglass.core.timing import Band

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Part:
    """A whole frame of which some lines are taken."""

    frame: Frame
    band: Band


def joined_frames(parts: Sequence[Part]) -> Frame:
    """Return the lines of all parts as one frame, which is else that of its middle line.

    What lies beyond the display window is taken with its first and its last line.
    """
    if len(parts) == 1:
        return parts[0].frame
    middle = next(part.frame for part in parts if part.band.holds_middle)
    layers = zip(*(part.frame.layers for part in parts), strict=True)
    made = tuple(_joined(parts, layer) for layer in layers)
    return replace(middle, layers=made, native=None)


def _joined(parts: Sequence[Part], layers: Sequence[Layer]) -> Layer:
    """Return one layer, in a window that holds those of all parts."""
    display = parts[0].frame.display_window
    window = reduce(union, (layer.data_window or display for layer in layers))
    pixels = [in_window(layer, display, window) for layer in layers]
    joined = pixels[0].copy()
    for part, own in zip(parts, pixels, strict=True):
        lines = _lines(part.band, display, window)
        _view(joined, part.band, lines)[...] = _view(own, part.band, lines)
    placed = None if layers[0].data_window is None else window
    return replace(layers[0].with_pixels(joined), data_window=placed)


def _lines(band: Band, display: Window, window: Window) -> slice:
    """Return the lines of a window that a band holds."""
    begin, length = (
        (display.x - window.x, display.width)
        if band.are_columns
        else (display.y - window.y, display.height)
    )
    first = begin + ceil(band.start * length - HALF) if band.start > 0 else 0
    last = begin + ceil(band.stop * length - HALF) if band.stop < 1 else None
    return slice(first, last)


def _view(pixels: Pixels, band: Band, lines: slice) -> Pixels:
    """Return the lines of a picture (height, width, ...)."""
    return pixels[:, lines] if band.are_columns else pixels[lines]


def joined_confidence(parts: Sequence[tuple[Confidence, Band]]) -> Confidence | None:
    """Return how far a frame is to be trusted, of what its bands say; None where nothing does."""
    if not parts:
        return None
    (first, _), *others = parts
    found = first.map.copy()
    height, width = found.shape
    for confidence, band in others:
        lines = _lines(band, Window(0, 0, width, height), Window(0, 0, width, height))
        _view(found, band, lines)[...] = _view(confidence.map, band, lines)
    share = [float(band.stop - band.start) for _, band in parts]
    value = np.average([confidence.value for confidence, _ in parts], weights=share)
    return Confidence(float(value), found)
