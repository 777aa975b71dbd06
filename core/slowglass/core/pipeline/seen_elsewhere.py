"""A source whose motion is looked for in another clip: one without noise, graded, or smaller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import UsageError
from slowglass.core.frames import ClipInfo, Frame, FrameSource
from slowglass.core.media import open_source

ROUNDED = 2
"""Pixels of height by which a smaller clip may differ: sizes are rounded to even ones."""


class SeenElsewhere:
    """Gives the frames of a clip with those in which their motion is looked for."""

    def __init__(self, source: FrameSource, other: FrameSource) -> None:
        """Read both in step; whoever opened them closes them."""
        self._source, self._other = source, other

    @property
    def info(self) -> ClipInfo:
        """What is known of the clip itself."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """Return frame ``index`` with that of the other clip.

        Raises:
            InputError: either is not there or cannot be decoded.
        """
        return replace(self._source.read(index), seen_as=self._other.read(index))

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return the luma of the clip itself.

        Raises:
            InputError: as the source does.
        """
        return self._source.read_luma(index, width)


@contextmanager
def seen_elsewhere(
    source: FrameSource, path: str, *, deinterlace: bool = False
) -> Iterator[FrameSource]:
    """Give a source whose motion is looked for in the clip at ``path``; the same one for "".

    Args:
        source: the clip that is retimed.
        path: of another one with as many frames, of any size but of the same shape.
        deinterlace: make whole frames of it where it is interlaced.

    Raises:
        UsageError: it has another number of frames, or another shape.
        InputError: it is not there, or cannot be read.
    """
    if not path:
        yield source
        return
    with open_source(path, deinterlace=deinterlace) as other:
        _require_like(source.info, other.info)
        yield SeenElsewhere(source, other)


def _require_like(info: ClipInfo, other: ClipInfo) -> None:
    """Refuse a clip whose frames cannot be those of another.

    Raises:
        UsageError: it is so.
    """
    expected, got = info.clock.frame_count, other.clock.frame_count
    if expected != got:
        raise UsageError(
            f"expected {expected} frames to find motion in, as many as the source has, got {got}",
            path=other.path,
        )
    lost = other.missing_indices - info.missing_indices
    if lost:
        raise UsageError(
            f"expected all frames to find motion in, {len(lost)} are missing",
            path=other.path,
            frame=min(lost) + other.first_number,
        )
    if not (
        _alike(info, other, 1, 1) or _alike(info, other, info.pixel_aspect, other.pixel_aspect)
    ):
        raise UsageError(
            f"expected the shape of the source, {info.width} x {info.height}, to find motion in, "
            f"got {other.width} x {other.height}",
            path=other.path,
        )


def _alike(
    info: ClipInfo, other: ClipInfo, own_aspect: Fraction | int, other_aspect: Fraction | int
) -> bool:
    """Return whether two pictures have one shape, as stored or as shown."""
    height = Fraction(info.height * other.width, info.width) * other_aspect / own_aspect
    return bool(abs(height - other.height) <= ROUNDED)
