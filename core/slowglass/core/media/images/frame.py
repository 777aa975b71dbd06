"""One picture file as a frame: which layers it has, and their pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from slowglass.core.frames import Alpha, Frame, Layer, NativeFile, Pixels, Window
from slowglass.core.media.images.attributes import PART_NAME, PARTS, attributes_of, text_of
from slowglass.core.media.images.encoding import alpha_of, encoding_of
from slowglass.core.media.images.file import (
    SampleGroup,
    open_picture,
    parts_of,
    read_groups,
    sample_groups,
)


@dataclass(frozen=True)
class PartHead:
    """What a file says of one part."""

    channels: tuple[str, ...]
    groups: tuple[SampleGroup, ...]
    window: Window
    attributes: Mapping[str, Any]
    alpha: Alpha


@dataclass(frozen=True)
class PictureHead:
    """What a file says before any pixel is decoded."""

    file_format: str
    display_window: Window
    parts: tuple[PartHead, ...]

    @property
    def channels(self) -> tuple[tuple[str, ...], ...]:
        """Channel names of each part."""
        return tuple(part.channels for part in self.parts)

    @property
    def attributes(self) -> dict[str, Any]:
        """As ``Frame.attributes`` has them."""
        merged = dict(self.parts[0].attributes)
        if len(self.parts) > 1:
            merged[PARTS] = tuple(part.attributes for part in self.parts[1:])
        return merged

    def without_pixels(self) -> Frame:
        """Return the frame with layers of no rows, to ask what its layers are."""
        return self.frame(
            {
                (number, group): np.empty((0, 0, len(group.indices)), group.sample_type)
                for number, part in enumerate(self.parts)
                for group in part.groups
            }
        )

    def frame(
        self, pixels: Mapping[tuple[int, SampleGroup], Pixels], path: Path | None = None
    ) -> Frame:
        """Return the frame of pixels by part number and group."""
        return Frame(
            layers=tuple(self._layer(*key, found) for key, found in pixels.items()),
            display_window=self.display_window,
            attributes=self.attributes,
            native=None if path is None else NativeFile(str(path)),
        )

    def _layer(self, number: int, group: SampleGroup, pixels: Pixels) -> Layer:
        part = self.parts[number]
        return Layer(
            pixels=pixels,
            channels=tuple(part.channels[i] for i in group.indices),
            encoding=encoding_of(self.file_format, group.sample_type, part.attributes, part.alpha),
            data_window=None if part.window == self.display_window else part.window,
            part=number,
            part_name=text_of(part.attributes, PART_NAME),
        )


def read_head(picture: oiio.ImageInput, path: Path) -> PictureHead:
    """Return what an open picture says of itself.

    Raises:
        UnsupportedMediaError: deep pixels, or a sample type that frames do not have.
    """
    file_format = picture.format_name()
    parts, display_window = [], Window(0, 0, 0, 0)
    for number, spec in parts_of(picture, path):
        window = Window(spec.x, spec.y, spec.width, spec.height)
        if file_format != "openexr":  # scanners' and cropping tools' offsets move no pixels
            window = Window(0, 0, spec.width, spec.height)
        if number == 0:
            display_window = window
            if file_format == "openexr":
                display_window = Window(spec.full_x, spec.full_y, spec.full_width, spec.full_height)
        parts.append(
            PartHead(
                tuple(spec.channelnames),
                tuple(sample_groups(spec, path)),
                window,
                attributes_of(spec),
                alpha_of(file_format, spec),
            )
        )
    return PictureHead(file_format, display_window, tuple(parts))


def read_pixels(picture: oiio.ImageInput, head: PictureHead, path: Path) -> Frame:
    """Return the frame of an open picture, every channel as stored.

    Raises:
        UnreadableMediaError: the pixels are damaged or cut off.
    """
    pixels = {
        (number, group): found
        for number, part in enumerate(head.parts)
        for group, found in read_groups(picture, part.groups, number, path)
    }
    return head.frame(pixels, path)


def read_picture(path: Path) -> Frame:
    """Return the frame that one file holds.

    Raises:
        InputError: the file is missing, damaged, or of another kind.
    """
    with open_picture(path) as picture:
        return read_pixels(picture, read_head(picture, path), path)
