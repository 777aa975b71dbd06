"""The light of one output frame, as it gathers: colour and alpha alone.

Depth, vectors, IDs and other data mean nothing when mixed: they are those of the middle moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from slowglass.core.channels import Overrides
from slowglass.core.colour_groups import colour_groups
from slowglass.core.composition import policy_of, union
from slowglass.core.errors import UsageError
from slowglass.core.frames import Encoding, Frame, Layer, Window
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.pipeline.exposure.kept import with_what_is_kept
from slowglass.core.pixels import covering, in_window, unit_values

_CODE_EXPOSED = (
    "The source is logarithmic, PQ or HLG code, which the shutter averages as it is: what is "
    "bright leaves too dark a streak; convert it to linear light before."
)


def exposed_code_note(encoding: Encoding) -> str:
    """Return what a user must know of an exposure of such samples; "": they become light."""
    return _CODE_EXPOSED if encoding.transfer == "log" else ""


@dataclass
class _Gathered:
    """The sum of one layer's light, in a window that grows."""

    window: Window
    total: NDArray[np.float64]

    def add(self, light: NDArray[np.float64], window: Window) -> None:
        """Add what one moment shows; what its window does not hold is empty."""
        whole = union(self.window, window)
        self.total = _placed(self.total, self.window, whole) + _placed(light, window, whole)
        self.window = whole


class ExposedLight:
    """Takes the moments of one frame; gives the frame."""

    def __init__(self, channels: Overrides) -> None:
        """Begin in the dark; ``channels`` are the policies that the user gave."""
        self._channels = channels
        self._layers: list[_Gathered] = []
        self._weight = Fraction(0)
        self.middle: Frame | None = None
        """What is seen in the middle of the exposure."""

    def add(self, frame: Frame, weight: Fraction) -> None:
        """Add what one moment shows."""
        self._weight += weight
        display = frame.display_window
        for k, layer in enumerate(to_transfer(frame, "linear").layers):
            light = _premultiplied(layer) * float(weight)
            window = layer.data_window or display
            if k == len(self._layers):
                self._layers.append(_Gathered(window, light))
            else:
                self._layers[k].add(light, window)

    def frame(self) -> Frame:
        """Return the exposed frame: what the middle shows where no other moment was added.

        Raises:
            UsageError: the middle of the exposure was not shown.
        """
        if self.middle is None:
            raise UsageError("expected the middle of an exposure, got none")
        if not self._weight:
            return self.middle
        linear = to_transfer(self.middle, "linear")
        exposed = [
            self._exposed(layer, gathered, linear.display_window)
            for layer, gathered in zip(linear.layers, self._layers, strict=True)
        ]
        transfer = self.middle.colour().layer.encoding.transfer
        target = transfer if transfer in ("linear", "srgb") else "any"
        mean = to_transfer(replace(linear, layers=tuple(exposed)), target)
        layers = [
            replace(own.with_pixels(one.pixels), data_window=one.data_window)
            for own, one in zip(self.middle.layers, mean.layers, strict=True)
        ]
        exposed_frame = replace(self.middle, layers=tuple(layers), native=None)
        return with_what_is_kept(exposed_frame, self.middle)

    def _exposed(self, layer: Layer, gathered: _Gathered, display: Window) -> Layer:
        """Return a layer of the middle with the mean of its light."""
        light = [
            place
            for place, channel in enumerate(layer.channels)
            if policy_of(channel, layer, self._channels) == "blend"
        ]
        if not light:
            return layer
        mean = (gathered.total / float(self._weight)).astype(np.float32)
        window = gathered.window
        pixels = unit_values(in_window(layer, display, window)).astype(np.float32)
        pixels[:, :, light] = _straight(layer, mean)[:, :, light]
        own = layer.data_window
        return replace(layer.with_pixels(pixels), data_window=None if own is None else window)


def _premultiplied(layer: Layer) -> NDArray[np.float64]:
    """Return samples whose colour is light: what is not covered gives none."""
    pixels: NDArray[np.float64] = unit_values(layer.pixels).astype(np.float64)
    if layer.encoding.alpha == "straight":
        for group in colour_groups(layer.channels):
            if group.alpha is not None:
                places = list(group.colour)
                pixels[:, :, places] = covering(
                    pixels[:, :, places], pixels[:, :, group.alpha, None]
                )
    return pixels


def _straight(layer: Layer, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the reverse of `_premultiplied`; what nothing covers has no colour."""
    if layer.encoding.alpha == "straight":
        for group in colour_groups(layer.channels):
            if group.alpha is not None:
                cover = pixels[:, :, group.alpha, None]
                pixels[:, :, list(group.colour)] /= np.where(cover > 0, cover, np.float32(1))
    return pixels


def _placed(light: NDArray[np.float64], window: Window, whole: Window) -> NDArray[np.float64]:
    """Return light in a window that holds its own."""
    if window == whole:
        return light
    left, top = window.x - whole.x, window.y - whole.y
    right, bottom = whole.width - left - window.width, whole.height - top - window.height
    return np.pad(light, ((top, bottom), (left, right), (0, 0)))
