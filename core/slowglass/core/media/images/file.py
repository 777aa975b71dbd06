"""Reading one picture file through OpenImageIO: every part, every channel, the bits as stored."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import OpenImageIO as oiio

from slowglass.core.errors import (
    MissingInputError,
    UnreadableMediaError,
    UnsupportedMediaError,
)
from slowglass.core.frames import Pixels
from slowglass.core.media.images.animated import is_animated
from slowglass.core.media.images.exr import check_exr_header

FORMATS = ("openexr", "dpx", "tiff", "png", "jpeg", "webp")
"""Of OpenImageIO's formats, those that sequences and test sets come in."""

_ANIMATED = (
    "give an animated PNG by its own name; of a WebP make pictures first: "
    "magick IN.webp -coalesce frame.%04d.png"
)

# A header of a few bytes may claim a picture of many gigabytes.
for _limit, _value in (("imagesize_MB", 4096), ("resolution", 32768), ("channels", 1024)):
    oiio.attribute(f"limits:{_limit}", _value)
oiio.attribute("tiff:half", 1)  # otherwise half becomes float in TIFF

OIIO_TYPES = {
    "float16": "half",
    "float32": "float",
    "uint8": "uint8",
    "uint16": "uint16",
    "uint32": "uint",
}
"""Names of our sample types. OpenImageIO takes "uint32" without complaint and means half."""

_SAMPLE_TYPES = {oiio_name: name for name, oiio_name in OIIO_TYPES.items()}


@dataclass(frozen=True)
class SampleGroup:
    """The channels of one part that share a sample type."""

    sample_type: str
    indices: tuple[int, ...]
    """Of the channels in the part."""


@contextmanager
def open_picture(path: Path) -> Iterator[oiio.ImageInput]:
    """Open a picture for reading, its alpha left as the file has it.

    Raises:
        MissingInputError: there is no such file.
        UnreadableMediaError: empty, cut off, damaged, too large, or no picture at all.
        UnsupportedMediaError: a picture of a kind that sequences do not come in.
    """
    if not os.path.isfile(path):
        what = "a folder" if os.path.isdir(path) else "nothing"
        raise MissingInputError(f"expected a picture file, found {what}", path=path)
    if not is_unicode(os.fspath(path)):
        raise UnsupportedMediaError(
            "expected a file name in UTF-8, which OpenImageIO needs", path=path, hint="rename it"
        )
    if path.stat().st_size == 0:
        raise UnreadableMediaError("expected a picture, the file is empty", path=path)
    try:
        check_exr_header(path)
    except PermissionError as error:
        raise UnreadableMediaError("expected a file that may be read", path=path) from error
    as_stored = oiio.ImageSpec()
    as_stored["oiio:UnassociatedAlpha"] = 1
    picture = oiio.ImageInput.open(os.fspath(path), as_stored)
    if picture is None:
        raise unreadable(path, oiio.geterror())
    try:
        if picture.format_name() not in FORMATS:
            raise UnsupportedMediaError(
                f"expected one of {', '.join(FORMATS)}, got {picture.format_name()}", path=path
            )
        if picture.format_name() in ("png", "webp") and is_animated(path):
            raise UnsupportedMediaError(
                "expected one picture, got an animation", path=path, hint=_ANIMATED
            )
        yield picture
    finally:
        picture.close()


def is_unicode(text: str) -> bool:
    """Return whether text is more than bytes in an unknown encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def unreadable(path: Path, reason: str) -> UnreadableMediaError:
    """Return what OpenImageIO said about a file as an error of ours."""
    return UnreadableMediaError(
        f"expected a whole picture, got: {' '.join(reason.split()) or 'no reason given'}",
        path=path,
        hint="render or copy the file again",
    )


def parts_of(picture: oiio.ImageInput, path: Path) -> Iterator[tuple[int, oiio.ImageSpec]]:
    """Go through the parts of a picture, giving number and description.

    Raises:
        UnsupportedMediaError: deep pixels.
    """
    part = 0
    while picture.seek_subimage(part, 0):
        spec = picture.spec()
        if spec.deep:
            raise UnsupportedMediaError(
                "expected one sample for a pixel, got deep pixels",
                path=path,
                hint="flatten the picture first",
            )
        if not all(map(is_unicode, spec.channelnames)):
            raise UnsupportedMediaError(
                "expected channel names in UTF-8", path=path, hint="write the channels anew"
            )
        yield part, spec
        if picture.format_name() == "webp":  # asked for a second part, it loses the first
            return
        part += 1
    picture.geterror()  # going one part too far is no error


def sample_groups(spec: oiio.ImageSpec, path: Path) -> tuple[SampleGroup, ...]:
    """Return the channels of a part by sample type, in the order of the file.

    Raises:
        UnsupportedMediaError: a sample type that frames do not have.
    """
    names = [str(spec.channelformat(i)) for i in range(spec.nchannels)]
    groups = []
    for name in dict.fromkeys(names):
        if name not in _SAMPLE_TYPES:
            raise UnsupportedMediaError(
                f"expected samples of {', '.join(_SAMPLE_TYPES)}, got {name}", path=path
            )
        indices = tuple(i for i, other in enumerate(names) if other == name)
        groups.append(SampleGroup(_SAMPLE_TYPES[name], indices))
    return tuple(groups)


def read_groups(
    picture: oiio.ImageInput, groups: Sequence[SampleGroup], part: int, path: Path
) -> Iterator[tuple[SampleGroup, Pixels]]:
    """Give the pixels of channels of one part, (height, width, channels) for each group.

    Raises:
        UnreadableMediaError: the pixels are damaged or cut off.
    """
    # One buffer has one type, others are converted. What this spoils is left out afterwards.
    for group in groups:
        begin, end = group.indices[0], group.indices[-1] + 1
        span = _read(picture, part, begin, end, group.sample_type, path)
        if len(group.indices) < end - begin:
            span = np.ascontiguousarray(span[..., [i - begin for i in group.indices]])
        yield group, span


def _read(
    picture: oiio.ImageInput, part: int, begin: int, end: int, sample_type: str, path: Path
) -> Pixels:
    pixels: Pixels | None = picture.read_image(part, 0, begin, end, OIIO_TYPES[sample_type])
    if pixels is None or picture.has_error:
        raise unreadable(path, picture.geterror())
    return pixels


def verify_picture(path: Path) -> None:
    """Read a file back whole.

    Raises:
        InputError: it is missing, cut off or damaged, as far as its format can tell: EXR with zip
            or zips and PNG have checksums, other files hide a flipped bit.
    """
    with open_picture(path) as picture:
        for part, spec in parts_of(picture, path):
            # EXR holds the lines of all channels in one piece: to give one, it decodes all.
            count = 1 if picture.format_name() == "openexr" else spec.nchannels
            _read(picture, part, 0, count, _decoded_type(spec), path)


def _decoded_type(spec: oiio.ImageSpec) -> str:
    return _SAMPLE_TYPES.get(str(spec.format), "float32")
