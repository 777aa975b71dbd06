"""Frames, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from slowglass.core.beauty import NamedChannels, find_beauty
from slowglass.core.errors import ShapeError
from slowglass.core.timing import SourceClock

Pixels = NDArray[Any]
"""(height, width, channels); float16, float32, uint8, uint16 or uint32."""

Transfer = Literal["linear", "srgb", "log", "data"]
"""How numbers stand for light: in proportion, display-like (sRGB, BT.709), as logarithms, not."""

Alpha = Literal["none", "straight", "premultiplied"]

SAMPLE_TYPES = ("float16", "float32", "uint8", "uint16", "uint32")


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels; ``x`` to the right, ``y`` down, both may be negative."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Encoding:
    """What the numbers of a layer mean.

    ``colour_space`` is a name that OpenColorIO knows, or "" where the file does not say.
    ``assumed`` is the sentence to show where the file did not say, "" where it did.
    """

    transfer: Transfer = "srgb"
    alpha: Alpha = "none"
    colour_space: str = ""
    assumed: str = ""


@dataclass(frozen=True)
class Layer:
    """Channels of one sample type, in one window; never clipped.

    Integer colour is in code values as stored; composed, it is float32, code / largest code.
    """

    pixels: Pixels
    channels: tuple[str, ...]
    encoding: Encoding = field(default_factory=Encoding)
    data_window: Window | None = None
    """Where ``pixels`` lie in the frame; None: they fill the display window."""
    part: int = 0
    """Part (subimage) of the file that the channels belong to."""
    part_name: str = ""
    """What the file calls the part; it tells what channels are that are called "R" or "Z" alone."""
    sample_type: str = ""
    """Type in the file; "" means that of ``pixels``. A composed half channel is float32 here."""
    view: str = ""
    """Which eye of a stereo picture sees it: "left"; "" where there is one picture only."""
    stored_names: tuple[str, ...] = ()
    """What the file calls the channels, where it has the view in their names; else empty."""

    def __post_init__(self) -> None:
        """Check the shape and the type.

        Raises:
            ShapeError: the array is not (height, width, channels) of a known sample type.
        """
        if self.pixels.ndim != 3 or self.pixels.shape[2] != len(self.channels):
            raise ShapeError(
                f"expected (height, width, {len(self.channels)}) for {self.channels}, "
                f"got {self.pixels.shape}"
            )
        if self.pixels.dtype.name not in SAMPLE_TYPES:
            raise ShapeError(f"expected one of {SAMPLE_TYPES}, got {self.pixels.dtype.name}")

    @property
    def stored_type(self) -> str:
        """Name of the sample type in the file."""
        return self.sample_type or self.pixels.dtype.name

    def stored_name(self, channel: str) -> str:
        """What the file calls a channel."""
        names = self.stored_names or self.channels
        return names[self.channels.index(channel)]

    def with_pixels(self, pixels: Pixels) -> Layer:
        """The same channels with other pixels, remembering the type that the file has."""
        return replace(self, pixels=pixels, sample_type=self.stored_type)


@dataclass(frozen=True)
class NativePlanes:
    """A decoded movie frame as the decoder gave it, planes without line padding.

    ``planes`` are uint8 or uint16 (rows, columns); ``pixel_format`` is FFmpeg's name. The tags are
    FFmpeg's numbers (AVColorSpace, AVColorRange, AVColorPrimaries, AVColorTransferCharacteristic).
    """

    planes: tuple[NDArray[Any], ...]
    pixel_format: str
    colorspace: int = 2
    color_range: int = 0
    color_primaries: int = 2
    color_trc: int = 2


@dataclass(frozen=True)
class NativeFile:
    """A frame that is a file of its own."""

    path: str


Native = NativePlanes | NativeFile


@dataclass(frozen=True)
class Guide:
    """A plane that tells motion something which the picture does not."""

    kind: Literal["matte", "still", "lock", "depth"]
    """How much of each pixel a layer covers that moves on its own, or that stays; what is kept as
    it is; or distance."""
    pixels: NDArray[np.float32]
    """(height, width) of the display window; a matte is 0..1, a depth larger the farther."""
    name: str
    order: float = 0
    """Place of a matte from the front; several of one place are ordered by depth."""
    view: str = ""
    """Which view of a stereo picture it belongs to; "": all."""


@dataclass(frozen=True)
class Frame:
    """One picture with all its channels.

    ``native`` is what a copied frame is written from, untouched; None for a made frame.
    """

    layers: tuple[Layer, ...]
    display_window: Window
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """Metadata to carry, by the name that the file gives it."""
    native: Native | None = None
    beauty: str = ""
    """Name of the layer that the user takes for the picture; "": the likeliest."""
    guides: tuple[Guide, ...] = ()
    """What the user says of layers and depth; nothing of it is written."""
    seen_as: Frame | None = None
    """The frame of another clip in which its motion is looked for; None: in itself."""

    @property
    def views(self) -> tuple[str, ...]:
        """The views of a stereo picture, the main one first; ("",) of any other."""
        return tuple(dict.fromkeys(layer.view for layer in self.layers))

    @property
    def motion_frame(self) -> Frame:
        """The frame in which its motion is looked for."""
        return self.seen_as or self

    @property
    def main_layers(self) -> tuple[Layer, ...]:
        """The layers of the main view."""
        return self.of_view(self.layers[0].view).layers

    def of_view(self, view: str) -> Frame:
        """Return the frame with the layers of one view alone; the same object if it has no other.

        What is true of the file as a whole is true of it: attributes and ``native`` stay.
        """
        layers = tuple(layer for layer in self.layers if layer.view == view)
        guides = tuple(guide for guide in self.guides if guide.view in ("", view))
        if len(layers) == len(self.layers) and len(guides) == len(self.guides):
            return self
        seen_as = self.seen_as
        if seen_as is not None and view in seen_as.views:
            seen_as = seen_as.of_view(view)
        return replace(self, layers=layers, guides=guides, seen_as=seen_as)

    def colour(self) -> ColourChannels:
        """Return the channels that people see, of the main view.

        Those of the layer that ``beauty`` names if it has them, else of the likeliest.
        """
        layers = self.main_layers
        names = named_channels(layers)
        found = find_beauty(names, self.beauty) or find_beauty(names)
        assert found is not None, "some channel is always the likeliest"
        return ColourChannels(layers[found.layer], found.colour, found.alpha, found.name)


@dataclass(frozen=True)
class ColourChannels:
    """The visible channels of a frame: a layer and the places of its channels in it."""

    layer: Layer
    colour: tuple[int, ...]
    """Three for RGB, one for grey."""
    alpha: int | None = None
    name: str = ""
    """Of the layer as people call it, "rgba"; "" for plain R, G, B."""

    def alone(self) -> Layer:
        """Return them as a layer of their own: R, G and B or Y, then A if there is any."""
        places = [*self.colour, *(() if self.alpha is None else (self.alpha,))]
        names = ("R", "G", "B") if len(self.colour) == 3 else ("Y",)
        return replace(
            self.layer,
            pixels=np.ascontiguousarray(self.layer.pixels[..., places]),
            channels=names if self.alpha is None else (*names, "A"),
            stored_names=(),
        )


@dataclass(frozen=True)
class ClipInfo:
    """What is known of a source without decoding it all."""

    path: str
    kind: Literal["movie", "sequence"]
    format: str
    """Codec of a movie ("h264"), or file format of a sequence ("openexr")."""
    width: int
    height: int
    clock: SourceClock
    pixel_aspect: Fraction = Fraction(1)
    pixel_format: str = ""
    """FFmpeg's name for a movie, sample types for a sequence ("half", "uint16")."""
    channels: tuple[str, ...] = ("R", "G", "B")
    beauty: str = ""
    """Name of the layer that is the picture; "" for plain R, G, B."""
    hidden: tuple[str, ...] = ()
    """Those of ``channels`` that a picture of colour and alpha alone does not show."""
    encoding: Encoding = field(default_factory=Encoding)
    first_number: int = 0
    """Frame number of index 0 in the names of a sequence; 0 for a movie."""
    missing: tuple[int, ...] = ()
    """Frame numbers that a sequence lacks between its first and its last."""
    timecode: str = ""
    audio_streams: int = 0
    texts: tuple[str, ...] = ()
    """What a movie says beside its pictures, in words: "2 chapters", "subtitles (subrip)"."""
    never_carried: tuple[str, ...] = ()
    """What else it holds, which nothing encoded anew does, in words."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What had to be assumed or is remarkable, one sentence each, for the user."""

    @property
    def missing_indices(self) -> frozenset[int]:
        """What is ``missing``, as indices of frames."""
        return frozenset(number - self.first_number for number in self.missing)


class FrameSource(Protocol):
    """A clip that gives any of its frames, exactly."""

    @property
    def info(self) -> ClipInfo:
        """What is known of the clip."""
        ...

    def read(self, index: int) -> Frame:
        """Return frame ``index`` (zero-based from the file's first frame).

        Raises:
            InputError: the frame is not there or cannot be decoded.
        """
        ...

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return a small display-like luma of frame ``index``, (height, width), 0..1.

        For looking at the whole clip cheaply.

        Raises:
            InputError: as for `read`.
        """
        ...


def named_channels(layers: Sequence[Layer]) -> list[NamedChannels]:
    """Return the names that tell what layers are."""
    return [NamedChannels(layer.channels, layer.part, layer.part_name) for layer in layers]


def is_float(pixels: Pixels) -> bool:
    """Return whether the samples are floating point."""
    return bool(np.issubdtype(pixels.dtype, np.floating))
