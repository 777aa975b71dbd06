"""From the layers of a frame to the parts of the file that stores it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slowglass.core.errors import ShapeError
from slowglass.core.frames import ClipInfo, Frame, Layer, Pixels
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.format import (
    PictureFormat,
    exr_sample_type,
    flat_sample_type,
    used_bits,
)
from slowglass.core.media.images.metadata import TILE, part_attributes
from slowglass.core.media.images.samples import alpha_as, to_codes, to_float
from slowglass.core.media.images.writer import PartToWrite
from slowglass.core.pixels import in_display

_LISTED = 8
_SHARED = ("PixelAspectRatio", "smpte:TimeCode", "chromaticities")
_HALF_OR_FLOAT = {"half": "float16", "float": "float32"}


def exr_parts(frame: Frame, settings: OutputFormat, source: ClipInfo) -> list[PartToWrite]:
    """Return the parts of an EXR: every layer, in the part that it came from.

    Raises:
        ShapeError: the layers of one part differ in size.
    """
    seen = frame.colour()
    layers = [
        alpha_as(layer, seen.colour, seen.alpha, "premultiplied") if layer is seen.layer else layer
        for layer in frame.layers
    ]
    numbers = sorted({layer.part for layer in layers})
    return [
        _exr_part([layer for layer in layers if layer.part == number], frame, settings, source)
        for number in numbers
    ]


def _exr_part(
    layers: list[Layer], frame: Frame, settings: OutputFormat, source: ClipInfo
) -> PartToWrite:
    first = layers[0]
    window = first.data_window or frame.display_window
    samples = []
    for layer in layers:
        if layer.pixels.shape[:2] != (window.height, window.width):
            raise ShapeError(
                f"expected {window.width}x{window.height} pixels in part {layer.part}, "
                f"got {layer.pixels.shape[1]}x{layer.pixels.shape[0]}"
            )
        samples += _exr_samples(layer, settings, source)
    return PartToWrite(
        samples=tuple(samples),
        data_window=window,
        display_window=frame.display_window,
        attributes=_agreeing_attributes(frame, first.part),
        colour_space=first.encoding.colour_space,
        tile=_tile(frame, first.part, "openexr", source),
    )


def _agreeing_attributes(frame: Frame, part: int) -> dict[str, Any]:
    """Return the attributes of a part; those that all parts of an EXR share come from part 0."""
    own = {k: v for k, v in part_attributes(frame.attributes, part).items() if k not in _SHARED}
    return own | {name: frame.attributes[name] for name in _SHARED if name in frame.attributes}


def _exr_samples(
    layer: Layer, settings: OutputFormat, source: ClipInfo
) -> list[tuple[tuple[str, ...], Pixels]]:
    """Return the channels of a layer, one array for each type that they are stored in."""
    from_movie = source.kind == "movie"
    names = layer.stored_names or layer.channels
    types = [exr_sample_type(layer, name, settings, from_movie) for name in names]
    result = []
    for sample_type in dict.fromkeys(types):
        places = [i for i, other in enumerate(types) if other == sample_type]
        pixels = layer.pixels if len(places) == len(types) else layer.pixels[..., places]
        stored = pixels if sample_type == "uint32" else to_float(pixels, sample_type)
        result.append((tuple(names[i] for i in places), stored))
    return result


def flat_part(
    frame: Frame, target: PictureFormat, settings: OutputFormat, index: int, source: ClipInfo
) -> PartToWrite:
    """Return the one part of a PNG, TIFF or DPX.

    Args:
        frame: to store.
        target: the format.
        settings: what was asked for.
        index: seeds the dither of 8-bit results.
        source: where the frame comes from.

    Raises:
        UnsupportedMediaError: the colour of the frame is of a kind that the format cannot hold.
    """
    layer = frame.layers[0] if _stays_whole(target, source) else _visible(frame, target)
    if target.alpha is not None:
        seen = replace(frame, layers=(layer,), beauty="").colour()
        layer = alpha_as(layer, seen.colour, seen.alpha, target.alpha)
    attributes = part_attributes(frame.attributes, layer.part)
    stored = flat_sample_type(target, layer, attributes, settings, source.kind == "movie")
    pixels = in_display(frame, layer)
    bits = 0
    if stored in _HALF_OR_FLOAT:
        pixels = to_float(pixels, _HALF_OR_FLOAT[stored])
    else:
        bits = int(stored.removeprefix("uint"))
        same = layer.pixels.dtype.kind == "u" and used_bits(layer, attributes) == bits
        pixels = pixels if same else to_codes(pixels, bits, index if bits == 8 else None)
    window = replace(frame.display_window, x=0, y=0)
    return PartToWrite(
        samples=((layer.channels, pixels),),
        data_window=window,
        display_window=window,
        attributes=attributes,
        colour_space=layer.encoding.colour_space,
        straight_alpha=layer.encoding.alpha == "straight",
        bits=bits if target.name == "dpx" else 0,
        tile=_tile(frame, layer.part, target.name, source),
    )


def _tile(frame: Frame, part: int, file_format: str, source: ClipInfo) -> tuple[int, int]:
    """Return the tiles to store a part in: those of its source, so that a sequence is of one kind.

    (0, 0) stands for lines.
    """
    kept = file_format == source.format and file_format in ("openexr", "tiff")
    tile: tuple[int, int] = part_attributes(frame.attributes, part).get(TILE, (0, 0))
    return tile if kept else (0, 0)


def left_out(target: PictureFormat, source: ClipInfo) -> tuple[str, ...]:
    """Return what a format cannot hold of a source, one sentence each."""
    if target.name == "openexr" or _stays_whole(target, source):
        return ()
    hidden = source.hidden
    if not hidden:
        return ()
    shown = ", ".join(hidden[:_LISTED]) + (" ..." if hidden[_LISTED:] else "")
    return (f"{target.name} holds colour and alpha only, not {shown}",)


def _stays_whole(target: PictureFormat, source: ClipInfo) -> bool:
    """Return whether all channels fit in: TIFF holds any number, but of one type."""
    return target.name == source.format == "tiff"


def _visible(frame: Frame, target: PictureFormat) -> Layer:
    """Return the visible colour and alpha as a layer of its own, R, G, B or Y first."""
    seen = frame.colour()
    if target.name == "dpx" and len(seen.colour) == 1 and seen.alpha is not None:
        seen = replace(seen, colour=seen.colour * 3)  # DPX has no grey with alpha
    return seen.alone()
