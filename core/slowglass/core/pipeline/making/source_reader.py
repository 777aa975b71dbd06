"""The source frames of an entry of the plan, each decoded once as long as it is near."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from slowglass.core.frames import Frame, FrameSource
from slowglass.core.pipeline.missing import black
from slowglass.core.timing import Blank, Copy, Entry, Hold

KEPT_FRAMES = 3
"""Decoded frames that are kept for the next entries: a pair and its successor."""


@dataclass(frozen=True)
class Sources:
    """An entry with the one or two source frames that it is made of."""

    entry: Entry
    left: Frame
    right: Frame | None = None


class SourceReader:
    """Reads in the order of the plan."""

    def __init__(self, source: FrameSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def read(self, entry: Entry) -> Sources:
        """Return an entry with its source frames.

        Raises:
            InputError: one is not there or cannot be decoded.
        """
        if isinstance(entry, Copy | Hold):
            return Sources(entry, self._frame(entry.index))
        if isinstance(entry, Blank):
            return Sources(entry, black(self._frame(entry.index)))
        return Sources(entry, self._frame(entry.left), self._frame(entry.right))

    def _frame(self, index: int) -> Frame:
        if index not in self._frames:
            self._frames[index] = self._source.read(index)
            while len(self._frames) > KEPT_FRAMES:
                self._frames.popitem(last=False)
        self._frames.move_to_end(index)
        return self._frames[index]
