"""A mend within a matte: new pixels where it is white, those that were where it is black."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from slowglass.core.channels import Overrides
from slowglass.core.composition import policy_of
from slowglass.core.errors import MissingInputError, UnsupportedMediaError
from slowglass.core.frames import Frame, Layer, Pixels
from slowglass.core.media.images import is_pattern, output_path, read_picture
from slowglass.core.pixels import in_window, unit_values
from slowglass.core.proxy import visible

HALF = 0.5


@dataclass(frozen=True)
class Matted:
    """What a frame is mixed of, beside the new one."""

    matte: Path
    before: Path
    """The file of the frame that was mended."""


def matte_of(matte: str, number: int) -> Path:
    """Return the file of a matte for a frame.

    Args:
        matte: a picture, or a pattern of pictures numbered as the result.
        number: of the frame.

    Raises:
        MissingInputError: there is none.
    """
    path = output_path(matte, number) if is_pattern(matte) else Path(matte)
    if not path.is_file():
        raise MissingInputError("expected the picture of a matte, there is none", path=path)
    return path


def within_matte(new: Frame, matted: Matted, overrides: Overrides = ()) -> Frame:
    """Return a frame that is new within a matte, and as it was outside.

    Light is mixed by the matte; IDs and other data, and light whose alpha is not multiplied in,
    are taken from one of the two.

    Args:
        new: as it shall lie in its file.
        matted: the matte, and the frame that was.
        overrides: policies that the user gave for channels.

    Raises:
        UnsupportedMediaError: the matte is of another size.
        InputError: one of the files cannot be read.
    """
    before, window = read_picture(matted.before), new.display_window
    picture = visible(read_picture(matted.matte))[0].mean(0).clamp(0, 1).numpy()
    if picture.shape != (window.height, window.width):
        height, width = picture.shape
        raise UnsupportedMediaError(
            f"expected a matte of {window.width}x{window.height}, got {width}x{height}",
            path=matted.matte,
        )
    matte = Layer(picture[:, :, None].astype(np.float32), ("A",))
    known = dict(_places(before))
    seen = dict(zip(_seen(new), _seen(before), strict=False))
    layers = []
    for layer in new.layers:
        share = in_window(matte, window, layer.data_window or window)[:, :, 0]
        pixels = unit_values(layer.pixels) if _is_light(layer, overrides) else layer.pixels
        pixels = pixels.copy()
        for place, channel in enumerate(layer.channels):
            name = (layer.view, layer.part_name, channel)
            found = known.get(name) or known.get(seen.get(name, name))
            if found is None:
                continue
            old = in_window(
                found[0], before.display_window, layer.data_window or window, [found[1]]
            )
            mixes = policy_of(channel, layer, overrides) == "blend"
            mixes = mixes and layer.encoding.alpha != "straight"
            pixels[:, :, place] = _mixed(pixels[:, :, place], old[:, :, 0], share, mixes)
        layers.append(layer.with_pixels(pixels))
    return replace(new, layers=tuple(layers), native=None)


Name = tuple[str, str, str]
"""View, part and channel."""


def _places(frame: Frame) -> Iterator[tuple[Name, tuple[Layer, int]]]:
    """Yield where each channel of a frame is."""
    for layer in frame.layers:
        for place, channel in enumerate(layer.channels):
            yield (layer.view, layer.part_name, channel), (layer, place)


def _seen(frame: Frame) -> list[Name]:
    """Return the names of the channels that people see, which some files change."""
    seen = frame.colour()
    places = [*seen.colour, *([] if seen.alpha is None else [seen.alpha])]
    return [(seen.layer.view, seen.layer.part_name, seen.layer.channels[k]) for k in places]


def _is_light(layer: Layer, overrides: Overrides) -> bool:
    """Return whether all of a layer is mixed as numbers."""
    return all(policy_of(name, layer, overrides) != "nearest" for name in layer.channels)


def _mixed(new: Pixels, old: Pixels, share: Pixels, mixes: bool) -> Pixels:
    """Return one channel of the two."""
    old = unit_values(old) if new.dtype == np.float32 else old.astype(new.dtype, copy=False)
    if mixes:
        made: Pixels = old + (new - old) * share
        return np.where(share >= 1, new, np.where(share <= 0, old, made))
    return np.where(share >= HALF, new, old)
