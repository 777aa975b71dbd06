"""A mend within a matte: new pixels where it is white, those that were there where it is black."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import UsageError
from slowglass.core.frames import Frame, Layer, Window
from slowglass.core.layers import drawn_file, matte_of_picture
from slowglass.core.mattes import coverage, read_mattes
from slowglass.core.media.images import is_pattern, output_path, read_picture
from slowglass.core.pixels import in_window, unit_values
from slowglass.core.timing import Entry

Matte = NDArray[np.float32]
"""(height, width) of the display window, 0..1."""

HALF = 0.5


@dataclass(frozen=True)
class Matted:
    """What a frame is mixed of, beside the new one."""

    at: Callable[[Entry, Window], Matte]
    """Gives its matte."""
    before: Path
    """The file that it takes the place of."""


def matte_of(text: str, first_number: int) -> Callable[[Entry, Window], Matte]:
    """Return what gives the matte of a frame.

    Args:
        text: a picture, a pattern of pictures numbered as the result, or a layer that was drawn,
            ``FILE.json:LAYER``.
        first_number: of the result's frames.

    Raises:
        InputError, UsageError: there is no such file or layer.
    """
    drawn = drawn_file(text)
    layer = text[len(drawn) + 1 :]
    if drawn and layer:
        mattes = read_mattes(Path(drawn), layer)
        return lambda entry, size: coverage(
            mattes, layer, entry.source_position, size.width, size.height
        )

    def from_picture(entry: Entry, size: Window) -> Matte:
        number = first_number + entry.output_index
        return _read(output_path(text, number) if is_pattern(text) else Path(text), size)

    return from_picture


def mixed(new: Frame, old: Frame, matte: Matte) -> Frame:
    """Return a frame with the new pixels within the matte.

    Colour and alpha that people see are mixed; in all other channels, which may be names or
    directions, each pixel is that of whichever has more of it.

    Args:
        new: as it was made again.
        old: as it lies there.
        matte: of the display window.
    """
    seen, display = new.colour(), new.display_window
    soft = [*seen.colour, *([] if seen.alpha is None else [seen.alpha])]
    share = Layer(matte[..., None], ("matte",))
    layers = []
    for layer in new.layers:
        window = layer.data_window or display
        before = _before(old, layer, layer is seen.layer)
        if before is not None:
            pixels = in_window(before, display, window)
            within = in_window(share, display, window)
            places = soft if layer is seen.layer else []
            layer = layer.with_pixels(_mixed(layer.pixels, pixels, within, places))
        layers.append(layer)
    return replace(new, layers=tuple(layers), native=None)


def _mixed(
    new: NDArray[np.generic], old: NDArray[np.generic], share: Matte, soft: list[int]
) -> NDArray[np.generic]:
    """Return pixels of both, those of the channels ``soft`` mixed."""
    if not soft and new.dtype == old.dtype:
        return np.where(share >= HALF, new, old)
    ours, theirs = unit_values(new), unit_values(old)
    pixels = np.where(share >= HALF, ours, theirs)
    with np.errstate(invalid="ignore"):  # where both are infinite
        between = theirs[..., soft] + (ours[..., soft] - theirs[..., soft]) * share
    edge = (share > 0) & (share < 1)
    pixels[..., soft] = np.where(edge, between, pixels[..., soft])
    return pixels


def _before(old: Frame, layer: Layer, is_seen: bool) -> Layer | None:
    """Return what a layer was before; None where the file holds none of it.

    Files of one layer hold what people see, whatever its channels were called.
    """
    names = (layer.part, layer.view, layer.channels)
    for one in old.layers:
        if (one.part, one.view, one.channels) == names:
            return one
    seen = old.colour().layer
    return seen if is_seen and len(seen.channels) == len(layer.channels) else None


def _read(path: Path, size: Window) -> Matte:
    """Return the matte in a picture: its first visible channel.

    Raises:
        InputError: it cannot be read.
        UsageError: it has another size than the result.
    """
    frame = read_picture(path)
    own = frame.display_window
    if (own.width, own.height) != (size.width, size.height):
        raise UsageError(
            f"expected a matte of {size.width} x {size.height}, got {own.width} x {own.height}",
            path=path,
        )
    return matte_of_picture(frame)
