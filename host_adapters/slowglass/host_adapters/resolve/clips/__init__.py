"""What the clips of a timeline show: found, read, or refused with the reason."""

from .clip import Clip
from .files import a_file, is_sequence, numbered_file
from .find_clip import (
    OURS,
    Found,
    current_project,
    find_item,
    result_under_playhead,
    video_items,
)
from .otio_export import exported_document
from .reading import Reading, read_clips
from .source_range import SourceRange, percent

__all__ = [
    "OURS",
    "Clip",
    "Found",
    "Reading",
    "SourceRange",
    "a_file",
    "current_project",
    "exported_document",
    "find_item",
    "is_sequence",
    "numbered_file",
    "percent",
    "read_clips",
    "result_under_playhead",
    "video_items",
]
