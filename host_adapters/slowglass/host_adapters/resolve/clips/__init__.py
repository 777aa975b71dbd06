"""What the clips of a timeline show: found, read, or refused with the reason."""

from .clip import Clip
from .files import is_sequence
from .find_clip import OURS, Found, current_project, find_item, video_items
from .otio_export import exported_document
from .reading import Reading, read_clips
from .source_range import SourceRange, percent

__all__ = [
    "OURS",
    "Clip",
    "Found",
    "Reading",
    "SourceRange",
    "current_project",
    "exported_document",
    "find_item",
    "is_sequence",
    "percent",
    "read_clips",
    "video_items",
]
