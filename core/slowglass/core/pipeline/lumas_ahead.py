"""Looking at a clip with some frames read ahead."""

from __future__ import annotations

from collections.abc import Generator, Iterable

import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import InputError, UsageError
from slowglass.core.frames import ClipInfo, Frame, FrameSource
from slowglass.core.pipeline.stages import Stage, Stages, usable_cores

MOST_READERS = 4

_Result = tuple[int, NDArray[np.float32] | InputError]
"""A picture by its index, or why there is none: that matters in its turn only."""


class LumasAhead:
    """A source whose small pictures are read before they are asked for.

    Files of a sequence are read several at once, frames of a movie one after the other.
    """

    def __init__(self, source: FrameSource, indices: Iterable[int], width: int) -> None:
        """Read nothing yet.

        Args:
            source: gives the pictures.
            indices: in the order in which they will be asked for, from the lowest up.
            width: of the pictures.
        """
        self._source = source
        self._width = width
        several = source.info.kind == "sequence"
        readers = min(usable_cores(), MOST_READERS) if several else 1
        chain = Stages(indices, [Stage("look", self._read, readers)])
        self._results: Generator[_Result, None, None] = iter(chain)
        self._given: _Result = -1, np.empty((0, 0), np.float32)

    @property
    def info(self) -> ClipInfo:
        """What is known of the source."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """Return what the source gives."""
        return self._source.read(index)

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return the picture of a frame; the newest one may be asked for again.

        Raises:
            InputError: as the source does.
        """
        while self._given[0] < index:
            self._given = next(self._results, None) or self._read(index)  # one behind the last
        found, picture = self._given
        if (found, width) != (index, self._width):
            raise UsageError(f"expected frames in order, the newest is {found}", frame=index)
        if isinstance(picture, InputError):
            raise picture
        return picture

    def _read(self, index: int) -> _Result:
        """Return the picture of a frame, or why there is none."""
        try:
            return index, self._source.read_luma(index, self._width)
        except InputError as error:
            return index, error

    def close(self) -> None:
        """Stop reading."""
        self._results.close()
