"""A movie whose every frame stays where it is: the file itself, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

from slowglass.core.atomic import copy_file, replacing
from slowglass.core.errors import UsageError
from slowglass.core.frames import Frame


class MovieCopy:
    """A FrameSink for frames that are, one after the other, those of a movie.

    Packets, sound, tags, timecode and whatever else the container holds come out as they were; the
    frames are taken only so that damage is found by decoding before anything is copied.
    """

    def __init__(self, source: str | os.PathLike[str], path: str | os.PathLike[str]) -> None:
        """Keep what shall be copied where; nothing is written yet."""
        self._source = Path(source)
        self._path = Path(path)
        self._count = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """That it is a copy."""
        return ("Every frame keeps its place in time: the movie is copied as it is.",)

    def pack(self, index: int, frame: Frame) -> None:
        """Nothing to do: the file has the frame already."""

    def put(self, index: int, packed: None) -> str:
        """Count output frame ``index`` and return the path of the movie to be.

        Raises:
            UsageError: frames do not come in order.
        """
        if index != self._count:
            raise UsageError(f"expected frame {self._count}, frames come in order", frame=index)
        self._count += 1
        return os.fspath(self._path)

    def close(self) -> None:
        """Copy the file, and give it its name once it is whole.

        Raises:
            OutputError: it could not be written; nothing new is left under the name.
            MissingInputError: the source is gone.
        """
        with replacing(self._path) as temporary:
            copy_file(self._source, temporary)

    def abort(self) -> None:
        """Nothing to do: nothing is written before ``close``."""
