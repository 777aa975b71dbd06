"""What Blender itself finds in a file: how it holds the pictures, and how many there are."""

import os
from functools import lru_cache
from typing import Any, NamedTuple, Tuple

import bpy

from ...common import Refusal
from ..identity import shown_file


class MediaFacts(NamedTuple):
    """What is known of a movie or a picture."""

    is_bytes: bool
    """Whether Blender holds 8 bits of each value, which some settings treat in another way."""
    frames: int
    """Of a movie, by Blender's count at the rate that it shows it at; 1 of a picture, 0 unknown."""


def shown_media(strip: Any) -> MediaFacts:
    """Return what Blender finds in the movie, or the first picture, that a strip shows."""
    return media_facts(os.path.normpath(shown_file(strip)))


def picture_size(strip: Any) -> Tuple[int, int]:
    """Return width and height, in pixels, of what a movie or image strip shows.

    Raises:
        Refusal: Blender cannot read it.
    """
    path = os.path.normpath(shown_file(strip))
    try:
        width, height = _size(path, os.stat(path).st_mtime_ns)
    except (OSError, RuntimeError):
        width = height = 0
    if not width or not height:
        raise Refusal(f"Blender cannot tell how large its pictures are: {path}")
    return width, height


def media_facts(path: str) -> MediaFacts:
    """Return what Blender finds in a file. It makes a data-block for a moment."""
    try:
        status = os.stat(path)
    except OSError:
        return MediaFacts(False, 0)
    return _facts(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=256)
def _facts(path: str, _state: Tuple[int, int]) -> MediaFacts:
    """Return the facts of a file in a state of it."""
    try:
        image: Any = bpy.data.images.load(path, check_existing=False)
    except RuntimeError:
        return MediaFacts(False, 0)
    try:
        is_readable = image.size[0] > 0  # which loads the first picture
        return MediaFacts(is_readable and not image.is_float, image.frame_duration)
    finally:
        bpy.data.images.remove(image)


@lru_cache(maxsize=256)
def _size(path: str, _state: int) -> Tuple[int, int]:
    """Return the size of a file's pictures as a movie clip: images of several layers tell none."""
    clip: Any = bpy.data.movieclips.load(path)
    try:
        return clip.size[0], clip.size[1]
    finally:
        bpy.data.movieclips.remove(clip)
