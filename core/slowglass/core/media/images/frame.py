"""One picture file as a frame: which layers it has, and their pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from slowglass.core.frames import Alpha, Frame, Layer, NativeFile, Pixels, Window
from slowglass.core.media.images.attributes import attributes_of
from slowglass.core.media.images.encoding import alpha_of, encoding_of
from slowglass.core.media.images.file import (
    SampleGroup,
    open_picture,
    parts_of,
    read_groups,
    sample_groups,
)
from slowglass.core.media.images.metadata import PART_NAME, PARTS, TILE, text_of
from slowglass.core.media.images.orientation import (
    lies_on_side,
    orientation_of,
    upright,
    upright_attributes,
)
from slowglass.core.media.images.views import Views, name_without, views_of


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
    views: Views
    beauty: str = ""
    """Name of the layer that the user takes for the picture."""
    orientation: int = 1
    """As Exif counts; pixels are turned by it when they are read."""
    has_levels: bool = False
    """Whether it holds smaller versions of itself, which frames do not have."""

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

    @property
    def is_plain(self) -> bool:
        """Whether a file that is written of the frame is like the one that was read."""
        return self.orientation == 1 and not self.has_levels

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
        layers = [layer for key, found in pixels.items() for layer in self._layers(*key, found)]
        return Frame(
            layers=tuple(sorted(layers, key=lambda layer: self.views.names.index(layer.view))),
            display_window=self.display_window,
            attributes=self.attributes,
            native=NativeFile(str(path)) if path and self.is_plain else None,
            beauty=self.beauty,
        )

    def _layers(self, number: int, group: SampleGroup, pixels: Pixels) -> Iterator[Layer]:
        """Yield the layers of a group: one, or one for each view of a stereo picture."""
        part, placed = self.parts[number], self.views.channels[number]
        for view in dict.fromkeys(placed[i][0] for i in group.indices):
            own = [k for k, i in enumerate(group.indices) if placed[i][0] == view]
            places = [group.indices[k] for k in own]
            channels = tuple(placed[i][1] for i in places)
            stored = tuple(part.channels[i] for i in places)
            yield Layer(
                pixels=pixels if len(own) == len(group.indices) else pixels[..., own],
                channels=channels,
                encoding=encoding_of(
                    self.file_format, group.sample_type, part.attributes, part.alpha
                ),
                data_window=None if part.window == self.display_window else part.window,
                part=number,
                part_name=name_without(view, text_of(part.attributes, PART_NAME)),
                view=view,
                stored_names=() if stored == channels else stored,
            )


def read_head(picture: oiio.ImageInput, path: Path, beauty: str = "") -> PictureHead:
    """Return what an open picture says of itself.

    Args:
        picture: the file.
        path: of it, for messages.
        beauty: name of the layer that the user takes for the picture.

    Raises:
        UnsupportedMediaError: deep pixels, or a sample type that frames do not have.
    """
    file_format = picture.format_name()
    parts, display_window, orientation, has_levels = [], Window(0, 0, 0, 0), 1, False
    for number, spec in parts_of(picture, path):
        attributes: dict[str, Any] = attributes_of(spec)
        if spec.tile_width:
            attributes[TILE] = spec.tile_width, spec.tile_height
            has_levels |= picture.seek_subimage(number, 1)
        if number == 0:
            orientation = orientation_of(file_format, attributes)
        window = Window(spec.x, spec.y, spec.width, spec.height)
        if file_format != "openexr":  # scanners' and cropping tools' offsets move no pixels
            size = spec.width, spec.height
            window = Window(0, 0, *(size[::-1] if lies_on_side(orientation) else size))
        if number == 0:
            display_window = window
            if file_format == "openexr":
                display_window = Window(spec.full_x, spec.full_y, spec.full_width, spec.full_height)
        parts.append(
            PartHead(
                tuple(spec.channelnames),
                tuple(sample_groups(spec, path)),
                window,
                upright_attributes(attributes, orientation),
                alpha_of(file_format, spec),
            )
        )
    views = views_of([(part.channels, part.attributes) for part in parts])
    return PictureHead(
        file_format, display_window, tuple(parts), views, beauty, orientation, has_levels
    )


def read_pixels(picture: oiio.ImageInput, head: PictureHead, path: Path) -> Frame:
    """Return the frame of an open picture, every channel as stored.

    Raises:
        UnreadableMediaError: the pixels are damaged or cut off.
    """
    pixels = {
        (number, group): upright(found, head.orientation)
        for number, part in enumerate(head.parts)
        for group, found in read_groups(picture, part.groups, number, path)
    }
    return head.frame(pixels, path)


def read_seen_pixels(picture: oiio.ImageInput, head: PictureHead, path: Path) -> Frame:
    """Return the frame of an open picture with no other channels than those that people see.

    Raises:
        UnreadableMediaError: the pixels are damaged or cut off.
    """
    seen = head.without_pixels().colour()
    layer, places = seen.layer, (*seen.colour, *(() if seen.alpha is None else (seen.alpha,)))
    names, stored = head.parts[layer.part].channels, layer.stored_names or layer.channels
    indices = tuple(sorted(names.index(stored[place]) for place in places))
    group = SampleGroup(layer.pixels.dtype.name, indices)
    ((_, pixels),) = read_groups(picture, (group,), layer.part, path)
    return head.frame({(layer.part, group): upright(pixels, head.orientation)}, path)


def read_seen(path: Path, beauty: str = "") -> Frame:
    """Return what people see of the frame that one file holds: as `read_picture`, but sooner."""
    with open_picture(path) as picture:
        return read_seen_pixels(picture, read_head(picture, path, beauty), path)


def read_picture(path: Path, beauty: str = "") -> Frame:
    """Return the frame that one file holds.

    Args:
        path: of the file.
        beauty: name of the layer that is the picture; "": the likeliest.

    Raises:
        InputError: the file is missing, damaged, or of another kind.
    """
    with open_picture(path) as picture:
        return read_pixels(picture, read_head(picture, path, beauty), path)
