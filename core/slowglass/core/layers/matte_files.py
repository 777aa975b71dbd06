"""Mattes from files of their own: pictures and movies like the clip, and layers that were drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import UsageError
from slowglass.core.frames import ClipInfo, Frame, Guide
from slowglass.core.layers.guides import Guides
from slowglass.core.mattes import coverage, read_mattes
from slowglass.core.media import MOVIE_SUFFIXES, is_sequence, open_source
from slowglass.core.pixels import in_display, unit_values

DRAWN = ".json"
CRYPTO = "crypto:"
"""Before the names of objects of a cryptomatte."""


def matte_of_picture(frame: Frame) -> NDArray[np.float32]:
    """Return the matte in a picture, (height, width) in 0..1: its first visible channel."""
    seen = frame.colour()
    pixels = unit_values(in_display(frame, seen.layer, seen.colour[:1]))
    matte: NDArray[np.float32] = np.clip(np.nan_to_num(pixels[..., 0]), 0, 1)
    return matte


@contextmanager
def matte_clip(
    path: str,
    clip: ClipInfo,
    order: int,
    *,
    one_for_all: bool = False,
    deinterlace: bool = False,
) -> Iterator[Guides]:
    """Give what reads a matte from a movie or a sequence, frame by frame as the clip.

    Args:
        path: of the matte.
        clip: what it is a matte of.
        order: place from the front.
        one_for_all: a single picture is the matte of all frames.
        deinterlace: make whole frames of it where it is interlaced.

    Raises:
        UsageError: it has another size or length than the clip.
        InputError: it cannot be read.
    """
    with open_source(path, deinterlace=deinterlace) as source:
        info = source.info
        expected, got = (
            f"{one.width} x {one.height} and {one.clock.frame_count} frames" for one in (clip, info)
        )
        alone = one_for_all and info.clock.frame_count == 1
        if got != expected and not (
            alone and (info.width, info.height) == (clip.width, clip.height)
        ):
            raise UsageError(
                f"expected a matte of {expected}, as the clip has, got {got}", path=path
            )
        lost = set() if alone else info.missing_indices - clip.missing_indices
        if lost:
            raise UsageError(
                f"expected a matte for each frame of the clip, got none for {len(lost)} of them",
                path=path,
                frame=min(lost) + info.first_number,
            )

        def guides(frame: Frame, index: int) -> Iterator[Guide]:
            yield Guide("matte", matte_of_picture(source.read(0 if alone else index)), path, order)

        yield guides


def matte_path(text: str) -> str:
    """Return the path of a matte, "" where it is in the frames' own channels."""
    if text.startswith(CRYPTO):
        return ""
    drawn = drawn_file(text)
    is_file = drawn or Path(text).suffix.lower() in MOVIE_SUFFIXES or is_sequence(text)
    return drawn or (text if is_file else "")


def drawn_file(text: str) -> str:
    """Return the file of ``FILE.json`` or ``FILE.json:LAYER``, "" where it is neither.

    Names of layers may hold colons, and so may those of folders.
    """
    parts = text.split(":")
    ends = (k for k, part in enumerate(parts, 1) if part.lower().endswith(DRAWN))
    return ":".join(parts[: next(ends, 0)])


def drawn_guides(path: Path, layer: str, order: int) -> Guides:
    """Return what gives drawn layers.

    Args:
        path: of the file.
        layer: name of one of them; "": all, the front one first.
        order: place from the front.

    Raises:
        UsageError: there is no such layer, or none at all.
        InputError: the file cannot be read.
    """
    mattes = read_mattes(path, layer)
    layers = [mattes.layer(layer)] if layer else list(mattes.layers)
    if not layers:
        raise UsageError("expected a drawn layer, got none", path=path)

    def guides(frame: Frame, index: int) -> Iterator[Guide]:
        size = frame.display_window.width, frame.display_window.height
        for k, one in enumerate(layers):
            place = order + k / len(layers)
            kind: Literal["matte", "still"] = "still" if one.motion == "still" else "matte"
            yield Guide(kind, coverage(mattes, one.name, Fraction(index), *size), one.name, place)

    return guides
