"""The pictures of a room as display code: of the result, of its source, and before a mend."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slowglass.core.errors import InputError
from slowglass.core.frames import FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.media import open_source
from slowglass.core.media.images import display_codes, read_seen
from slowglass.plugin.review.result import Result, ShownFrame

Codes = NDArray[np.uint8]
"""Display code (height, width, 3)."""


class Source:
    """Frames of a clip; one thread at a time, for a movie is read from front to back."""

    def __init__(self, job: JobSpec) -> None:
        """Open nothing yet: the source may be gone, and the result is still there to see."""
        self._job = job
        self._lock = threading.Lock()
        self._opened: FrameSource | None = None

    def codes(self, index: int, largest_side: int) -> Codes:
        """Return a frame as display code.

        Raises:
            InputError: it cannot be read.
        """
        with self._lock:
            frame = self.opened().read(index)
        return display_codes(frame, largest_side, self._job.colour == "keep_code")

    def opened(self) -> FrameSource:
        """Return the clip, opened when it is first asked for."""
        if self._opened is None:
            job = self._job
            self._opened = open_source(
                job.source,
                job.source_rate,
                host=job.host,
                deinterlace=job.deinterlace,
                beauty=job.beauty,
            )
        return self._opened


def source_codes(source: Source, side: str, frame: ShownFrame, largest_side: int) -> Codes:
    """Return what the source shows in the place of a made frame, as display code.

    Args:
        source: the clip.
        side: ``nearest``, ``left`` or ``right`` of the pair, or ``blend`` of the two.
        frame: that was made, or will be.
        largest_side: of the picture, in pixels.

    Raises:
        InputError: there is no such side, or its frame cannot be read.
    """
    if side == "blend":
        left = source.codes(frame.left, largest_side)
        right = source.codes(frame.right, largest_side)
        t = min(1.0, max(0.0, float(frame.t)))
        return np.rint(left * (1 - t) + right * t).astype(np.uint8)
    shown = {"left": frame.left, "right": frame.right, "nearest": frame.nearest}
    if side not in shown:
        raise InputError(f"expected a side of the comparison, got {side!r}")
    return source.codes(shown[side], largest_side)


class ResultSides:
    """Pictures of a result and of what it was made from."""

    def __init__(self, result: Callable[[], Result]) -> None:
        """Show the frames of a result.

        Args:
            result: gives it as it is now.
        """
        self._result = result
        self.source = Source(result().job)
        self._movie = Source(JobSpec(source=result().output, output="-.png"))

    def codes(self, side: str, index: int, largest_side: int) -> Codes:
        """Return a picture of output frame ``index``.

        Args:
            side: ``made``, ``before`` (the latest mend), or one of `source_codes`.
            index: of the output frame.
            largest_side: of the picture, in pixels.

        Raises:
            InputError: there is no such picture.
        """
        frame = self._result().frames[index]
        if side == "made":
            return self._made(index, largest_side)
        if side == "before":
            return self._file(self._result().path_before(index), largest_side)
        return source_codes(self.source, side, frame, largest_side)

    def _made(self, index: int, largest_side: int) -> Codes:
        result = self._result()
        if result.is_movie:
            return self._movie.codes(index, largest_side)
        return self._file(result.path(index), largest_side)

    def _file(self, path: Path | None, largest_side: int) -> Codes:
        if path is None:
            raise InputError("expected a frame that was mended, this one was not")
        return display_codes(read_seen(path), largest_side, self._result().holds_code)
