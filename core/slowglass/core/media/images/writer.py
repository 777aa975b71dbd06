"""Writing one picture file through OpenImageIO, and making sure that it is there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from slowglass.core.atomic import temporary_folder
from slowglass.core.errors import OutputError
from slowglass.core.frames import Pixels, Window
from slowglass.core.media.images.attributes import put_attributes, put_frame_rate
from slowglass.core.media.images.exr import write_plain_exr
from slowglass.core.media.images.file import OIIO_TYPES
from slowglass.core.media.images.metadata import BITS, COLOUR_SPACE

_EXIF_SRGB, _EXIF_UNCALIBRATED = 1, 65535
_SRGB_NAMES = ("srgb", "srgb_rec709_scene", "srgb_rec709_display")
_PNG_LEVEL = 1
"""A quarter of the time of the usual level 6 on grainy frames, for a tenth more bytes."""


@dataclass(frozen=True)
class PartToWrite:
    """One part of a file: samples as they shall be stored, and what is said of them."""

    samples: tuple[tuple[tuple[str, ...], Pixels], ...]
    """Channel names and pixels (height, width, channels), one pair or more for each sample type."""
    data_window: Window
    display_window: Window
    attributes: Mapping[str, Any]
    colour_space: str = ""
    straight_alpha: bool = False
    bits: int = 0
    """Bits used of each sample where the format can use fewer than the type has; 0: all."""
    tile: tuple[int, int] = (0, 0)
    """Width and height of the tiles to store it in; 0: lines."""

    @property
    def names(self) -> tuple[str, ...]:
        """All channels of the part."""
        return tuple(name for names, _ in self.samples for name in names)


def write_picture(
    path: Path,
    file_format: str,
    parts: Sequence[PartToWrite],
    compression: str = "",
    frame_rate: Fraction | None = None,
) -> None:
    """Write a file; on failure it may be there in part.

    Raises:
        OutputError: it could not be written whole.
        OSError: the same, said by the system.
    """
    with ExitStack() as stack:
        sources = [_copy_source(part, number, stack) for number, part in enumerate(parts)]
        specs = []
        for part, source in zip(parts, sources, strict=True):
            spec = _spec(part, source)
            if compression:
                spec["compression"] = compression
            if frame_rate is not None:
                put_frame_rate(spec, frame_rate)
            if file_format == "tiff":
                _state_exif_colour_space(spec, part)
            if file_format == "png":
                spec["png:compressionLevel"] = _PNG_LEVEL
            specs.append(spec)
        _write_all(path, specs, parts, sources)


def _write_all(
    path: Path,
    specs: list[oiio.ImageSpec],
    parts: Sequence[PartToWrite],
    sources: list[oiio.ImageInput | None],
) -> None:
    output = oiio.ImageOutput.create(os.fspath(path))
    if output is None:
        raise _refused(path, oiio.geterror())
    opened = output.open(os.fspath(path), tuple(specs) if len(specs) > 1 else specs[0])
    whole = opened
    for number, (spec, part, source) in enumerate(zip(specs, parts, sources, strict=True)):
        if whole and number:
            whole = output.open(os.fspath(path), spec, "AppendSubimage")
        if whole:
            whole = output.copy_image(source) if source else _write_samples(output, part)
    # PNG and DPX tell of a full disk only when closing, PNG not even by what close returns.
    closed = output.close() if opened else False
    if not (whole and closed) or output.has_error:
        raise _refused(path, output.geterror())


def _write_samples(output: oiio.ImageOutput, part: PartToWrite) -> bool:
    """Write all samples of a part; return whether the writer took them.

    Tiles are given row by row: given all at once, they never return from a disk that is full.
    """
    pixels = _one_buffer(part)
    if part.tile == (0, 0):
        return bool(output.write_image(pixels))
    window, rows = part.data_window, part.tile[1]
    right, bottom = window.x + window.width, window.y + window.height
    return all(
        output.write_tiles(
            window.x, right, top, min(top + rows, bottom), 0, 1, pixels[top - window.y :][:rows]
        )
        for top in range(window.y, bottom, rows)
    )


def _refused(path: Path, reason: str) -> OutputError:
    return OutputError(
        f"expected to write the file, got: {' '.join(reason.split()) or 'no reason given'}",
        path=path,
        hint="check the free space and the permissions of the folder",
    )


def _spec(part: PartToWrite, source: oiio.ImageInput | None) -> oiio.ImageSpec:
    """Describe a part; its channels in the order in which their samples will come."""
    types = {
        name: OIIO_TYPES[pixels.dtype.name] for names, pixels in part.samples for name in names
    }
    names = tuple(source.spec().channelnames) if source else part.names
    window, display = part.data_window, part.display_window
    spec = oiio.ImageSpec(window.width, window.height, len(names), types[names[0]])
    spec.channelnames = names
    if len(set(types.values())) > 1:
        spec.channelformats = tuple(oiio.TypeDesc(types[name]) for name in names)
    spec.tile_width, spec.tile_height = part.tile
    spec.x, spec.y = window.x, window.y
    spec.full_x, spec.full_y = display.x, display.y
    spec.full_width, spec.full_height = display.width, display.height
    # Left out, it becomes the present moment: no date of capture, and other bytes in every run.
    spec["DateTime"] = ""
    put_attributes(spec, part.attributes)
    for name in (COLOUR_SPACE, BITS):
        spec.erase_attribute(name)
    if part.tile != (0, 0):  # OpenImageIO would promise mip levels for it
        spec.erase_attribute("textureformat")
    if part.colour_space:
        if spec.getattribute("colorInteropID") not in (None, part.colour_space):
            spec.erase_attribute("colorInteropID")
        spec[COLOUR_SPACE] = part.colour_space
    if part.straight_alpha:
        spec["oiio:UnassociatedAlpha"] = 1
    if part.bits:
        spec[BITS] = part.bits
    return spec


def _state_exif_colour_space(spec: oiio.ImageSpec, part: PartToWrite) -> None:
    """Give the Exif directory a content: OpenImageIO fails to write an empty one, and says so."""
    is_srgb = part.colour_space.lower() in _SRGB_NAMES
    spec["Exif:ColorSpace"] = _EXIF_SRGB if is_srgb else _EXIF_UNCALIBRATED


def _one_buffer(part: PartToWrite) -> Pixels:
    """Return all samples in one array; half beside float becomes float and loses no bit by it."""
    arrays = [pixels for _, pixels in part.samples]
    samples: Pixels = arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=2)
    return np.ascontiguousarray(samples)  # what is joined keeps the order of its parts


def _copy_source(part: PartToWrite, number: int, stack: ExitStack) -> oiio.ImageInput | None:
    """Return a file to copy the part's samples from, where one buffer would have to be converted.

    It lies where the system keeps what is short-lived: the result may be on a slow volume. Tiles
    are not copied where a buffer of floats holds them, too: see `_write_samples`.

    Raises:
        OSError, OutputError: it cannot be written there, and one buffer cannot hold the samples.
    """
    types = {pixels.dtype.name for _, pixels in part.samples}
    if len(types) == 1 or (part.tile != (0, 0) and "uint32" not in types):
        return None
    planes = {
        name: pixels[..., place]
        for names, pixels in part.samples
        for place, name in enumerate(names)
    }
    try:
        plain = stack.enter_context(temporary_folder()) / f"{number}.exr"
        write_plain_exr(plain, planes)
    except (OSError, OutputError):  # it is full, say
        if "uint32" in types:
            raise
        return None
    source = oiio.ImageInput.open(os.fspath(plain))
    if source is None:
        raise _refused(plain, oiio.geterror())
    stack.callback(source.close)
    return source
