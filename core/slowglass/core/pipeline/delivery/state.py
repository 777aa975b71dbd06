"""What became of a file since it was noted."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from slowglass.core.errors import InputError
from slowglass.core.media import MOVIE_SUFFIXES, images, is_sequence, movies
from slowglass.core.pipeline.delivery.records import FrameRecord, file_digest

FileState = Literal["whole", "missing", "cut off", "changed", "unreadable", "unfinished"]
"""Of a file beside its record: the same bytes, gone, fewer bytes, other bytes, refused by the
system, and a record that was never completed."""


def can_be_read(path: Path) -> bool:
    """Return whether a file that is not as it was made is somebody's work, and not damage."""
    try:
        if is_sequence(str(path)):
            images.verify_picture(path)
        elif path.suffix.lower() in MOVIE_SUFFIXES:
            movies.MovieSource(path).close()
        else:
            return _is_whole_wav(path)
    except (InputError, OSError):
        return False
    return True


def _is_whole_wav(path: Path) -> bool:
    """Return whether a WAV is as long as it says; those above 4 GB say it elsewhere.

    Source: Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991:
    after "RIFF" the number of bytes that follow.
    """
    with path.open("rb") as file:
        head = file.read(8)
    return head[:4] == b"RIFF" and int.from_bytes(head[4:], "little") + 8 <= path.stat().st_size


def is_whole(path: Path, record: FrameRecord) -> bool:
    """Return whether a file is, byte for byte, the one that was noted."""
    return state_of(path, record) == "whole"


def state_of(path: Path, record: FrameRecord) -> FileState:
    """Return what became of a file that was noted."""
    if not record.blake2b:
        return "unfinished"
    try:
        size = path.stat().st_size
        if size < record.size_bytes:
            return "cut off"
        same = size == record.size_bytes and file_digest(path) == record.blake2b
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
    return "whole" if same else "changed"
