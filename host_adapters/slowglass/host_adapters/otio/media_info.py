"""What is known of the media of clips: looked at once, however many clips show it."""

from __future__ import annotations

import os
from fractions import Fraction
from functools import lru_cache

from slowglass.core.frames import ClipInfo
from slowglass.core.media import open_source

_KEPT = 256
"""Movies of which is known what they hold; that of a long one with many stamps takes a megabyte."""


def media_info(path: str, frame_rate: Fraction | None = None) -> ClipInfo:
    """Return what is known of a movie or a sequence.

    Args:
        path: of a movie, or a sequence as `open_source` takes it.
        frame_rate: overrides what it says.

    Raises:
        InputError: there is nothing, or nothing that can be read.
    """
    if not os.path.isfile(path):
        return _looked_at(path, frame_rate)
    state = os.stat(path)
    return _of_file(path, frame_rate, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=_KEPT)
def _of_file(path: str, frame_rate: Fraction | None, *_state: int) -> ClipInfo:
    """Return what is known of a file, as long as it stays as it is."""
    return _looked_at(path, frame_rate)


def _looked_at(path: str, frame_rate: Fraction | None) -> ClipInfo:
    with open_source(path, frame_rate) as opened:
        return opened.info
