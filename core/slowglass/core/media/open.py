"""The right reader or writer for a path."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.media import images, movies
from slowglass.core.media.images import is_animated

IMAGE_SUFFIXES = frozenset(
    ".exr .dpx .cin .tif .tiff .png .jpg .jpeg .bmp .tga .hdr .webp .jp2 .jxl .psd .sgi".split()
)
MOVIE_SUFFIXES = frozenset(".mp4 .mov .m4v .mkv .mxf .avi .webm .ts .mts .m2ts .mpg".split())


def is_sequence(path: str) -> bool:
    """Return whether a path names pictures: a folder, or a picture's suffix."""
    return os.path.isdir(path) or Path(path).suffix.lower() in IMAGE_SUFFIXES


def open_source(
    path: str,
    frame_rate: Fraction | None = None,
    *,
    host: str = "",
    deinterlace: bool = False,
    beauty: str = "",
) -> movies.MovieSource | images.ImageSequenceSource:
    """Return the source at ``path``: a movie, or a sequence by folder, pattern or one of its files.

    Args:
        path: where it is.
        frame_rate: overrides what the source says.
        host: decode movies as this host shows them; "": exactly.
        deinterlace: make whole frames of interlaced movies.
        beauty: name of the layer that is the picture, of a sequence; "": the likeliest.

    Raises:
        UsageError: no layer has that name.
        InputError: there is nothing, or nothing that can be read.
    """
    if is_sequence(path) and not _is_animated_png(path):
        return images.ImageSequenceSource(path, frame_rate, beauty)
    if beauty:
        raise UsageError("expected an image sequence for beauty, got a movie", path=path)
    if not os.path.exists(path):
        raise MissingInputError(
            "expected a movie, a folder or a sequence, found nothing",
            path=path,
            hint="check the name; a sequence is a folder, shot.####.exr or one of its files",
        )
    return movies.MovieSource(path, frame_rate, host=host, deinterlace=deinterlace)


def _is_animated_png(path: str) -> bool:
    """Return whether a path is that of a movie which is called like a picture."""
    file = Path(path)
    return file.suffix.lower() == ".png" and file.is_file() and is_animated(file)
