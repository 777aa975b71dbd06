"""What a strip shows: read from Blender, detached from its objects."""

from .media import picture_size
from .sounds import sounds_of
from .strips import (
    holds_bytes,
    is_clip,
    moving_but_left_out,
    read_strip,
    shown_range,
    strips_to_read,
)

__all__ = [
    "holds_bytes",
    "is_clip",
    "moving_but_left_out",
    "picture_size",
    "read_strip",
    "shown_range",
    "sounds_of",
    "strips_to_read",
]
