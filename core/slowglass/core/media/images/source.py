"""Image sequences as a source of frames."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from slowglass.core.errors import MissingInputError, SequenceGapError, UnsupportedMediaError
from slowglass.core.frames import ClipInfo, Frame
from slowglass.core.media.images.attributes import left_out_names
from slowglass.core.media.images.beauty import beauty_notes, beauty_of, hidden_channels
from slowglass.core.media.images.file import OIIO_TYPES, open_picture
from slowglass.core.media.images.frame import (
    PictureHead,
    read_head,
    read_pixels,
    read_seen_pixels,
)
from slowglass.core.media.images.metadata import frame_rate_of, plain_values
from slowglass.core.media.images.naming import find_sequence
from slowglass.core.media.images.proxy import display_luma
from slowglass.core.media.images.timecode import label_of
from slowglass.core.timing import SourceClock

ASSUMED_RATE = Fraction(24)
_LISTED = 10


class ImageSequenceSource:
    """A FrameSource over EXR, DPX, TIFF, PNG or JPEG files.

    Index 0 is the lowest frame number; numbers without a file count as frames that cannot be read.
    Every channel of every part comes as stored: half, float, uint8, uint16 or uint32. DPX of 10 or
    12 bits comes as uint16, its bits in the attribute ``oiio:BitsPerSample``. Alpha is straight in
    PNG, premultiplied in the others unless the file says otherwise.

    ``Frame.attributes`` holds ``image_attributes.Attribute`` values by name. Reading keeps no
    state, so several threads may read at once.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        frame_rate: Fraction | None = None,
        beauty: str = "",
    ) -> None:
        """Find the files and look at the first.

        Args:
            path: a pattern (``####``, ``@@@@``, ``%04d``), a folder, or one file.
            frame_rate: overrides what the files say.
            beauty: name of the layer that is the picture; "": the likeliest.

        Raises:
            UsageError: no layer has that name.
            InputError: there is no such sequence, or its first file cannot be used.
            TimeMapError: the rate is not above 0.
        """
        self._sequence = find_sequence(path)
        self._first = self._sequence.first
        first_path = self._sequence.paths[self._first]
        with open_picture(first_path) as picture:
            self._head = read_head(picture, first_path, beauty)
        self._info = self._describe(frame_rate)

    @property
    def info(self) -> ClipInfo:
        """What is known of the sequence from its names and its first file."""
        return self._info

    def path(self, index: int) -> Path:
        """Return the file of frame ``index``.

        Raises:
            MissingInputError: it is not between the first and the last.
            SequenceGapError: there is none between its neighbours.
        """
        count = self._info.clock.frame_count
        if not 0 <= index < count:
            raise MissingInputError(
                f"expected a frame index from 0 to {count - 1}, got {index}",
                path=self._sequence.pattern,
            )
        number = self._first + index
        if number not in self._sequence.paths:
            raise SequenceGapError(
                "expected a file of this number, found none",
                path=self._sequence.pattern,
                frame=number,
                hint="render the missing frames",
            )
        return self._sequence.paths[number]

    def read(self, index: int) -> Frame:
        """Return frame ``index`` with all its channels, bit for bit.

        Raises:
            SequenceGapError: there is no file of that number.
            UnreadableMediaError: the file is damaged or cut off.
            UnsupportedMediaError: its size or channels are not those of the first file.
        """
        return self._read(index, read_pixels)

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return a small grey frame, display-like, float32 (height, width) in 0..1.

        Raises:
            InputError: as for ``read``.
        """
        return display_luma(self._read(index, read_seen_pixels).colour(), width)

    def _read(
        self, index: int, pixels: Callable[[oiio.ImageInput, PictureHead, Path], Frame]
    ) -> Frame:
        """Return frame ``index`` with what ``pixels`` reads of it."""
        path = self.path(index)
        with open_picture(path) as picture:
            head = read_head(picture, path, self._head.beauty)
            self._check_like_first(head, path)
            return pixels(picture, head, path)

    def _check_like_first(self, head: PictureHead, path: Path) -> None:
        first_name = self._sequence.paths[self._first].name
        for what, expected, got in (
            ("size", _size(self._head), _size(head)),
            ("channels", _channels(self._head), _channels(head)),
        ):
            if expected != got:
                raise UnsupportedMediaError(
                    f"expected the {what} of {first_name}, {expected}, got {got}",
                    path=path,
                    hint="keep one sequence to one size and one set of channels",
                )

    def _describe(self, frame_rate: Fraction | None) -> ClipInfo:
        head, sequence = self._head, self._sequence
        stated = frame_rate_of(head.attributes)
        frame = head.without_pixels()
        seen = beauty_of(frame, sequence.pattern)
        encoding = seen.layer.encoding
        count = sequence.last - sequence.first + 1
        rate = frame_rate or stated or ASSUMED_RATE
        return ClipInfo(
            path=sequence.pattern,
            kind="sequence",
            format=head.file_format,
            width=head.display_window.width,
            height=head.display_window.height,
            clock=SourceClock(rate, count),
            pixel_aspect=_pixel_aspect(head),
            pixel_format=",".join(
                dict.fromkeys(OIIO_TYPES[layer.stored_type] for layer in frame.layers)
            ),
            channels=tuple(name for part in head.channels for name in part),
            beauty=seen.name,
            hidden=hidden_channels(frame, seen),
            encoding=encoding,
            first_number=sequence.first,
            missing=sequence.missing,
            timecode=label_of(head.attributes, rate),
            metadata=plain_values(head.attributes),
            notes=(
                *self._notes(encoding.assumed, frame_rate is None and stated is None),
                *beauty_notes(frame, seen),
            ),
        )

    def _notes(self, assumed_encoding: str, rate_assumed: bool) -> tuple[str, ...]:
        notes = [assumed_encoding]
        if self._head.orientation != 1:
            notes.append("turned upright, as the orientation in the files says")
        if self._head.has_levels:
            notes.append("mip levels are left out, in copied frames too: the largest one is kept")
        if rate_assumed:
            notes.append(f"no frame rate in the files; {ASSUMED_RATE} frames/s assumed")
        if missing := self._sequence.missing:
            shown = ", ".join(map(str, missing[:_LISTED])) + (" ..." if missing[_LISTED:] else "")
            notes.append(f"frame numbers without a file: {shown}")
        if lost := left_out_names(self._head.attributes):
            notes.append(f"header entries that cannot be carried are left out: {', '.join(lost)}")
        return tuple(note for note in notes if note)

    def __enter__(self) -> ImageSequenceSource:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing stays open between two reads."""


def _size(head: PictureHead) -> str:
    return f"{head.display_window.width}x{head.display_window.height}"


def _channels(head: PictureHead) -> str:
    return "; ".join(", ".join(part) for part in head.channels)


def _pixel_aspect(head: PictureHead) -> Fraction:
    """Return the aspect as a small fraction: files store 1.3333334 and the like as a float."""
    value = plain_values(head.attributes).get("PixelAspectRatio", 1.0)
    aspect = Fraction(value).limit_denominator(1000) if 0 < value < 1000 else Fraction(1)
    return aspect if aspect > 0 else Fraction(1)
