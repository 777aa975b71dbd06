"""The room over a finished result."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from slowglass.core.choices import HOLDS
from slowglass.core.errors import SlowglassError, UsageError
from slowglass.core.media.images import write_codes
from slowglass.plugin.review.describing import described, models
from slowglass.plugin.review.pictures import ResultSides
from slowglass.plugin.review.proxies import LARGEST_SIDES, Size
from slowglass.plugin.review.result import read_result
from slowglass.plugin.review.room import Room, plain_name

MODEL = "model:"
"""Before the name of a model, of a side that shows what it would have made."""


class ResultRoom(Room):
    """Frames that were made, beside what they could have been, and what is done about them."""

    main_side: ClassVar[str] = "made"

    def __init__(self, output: str, folder: Path) -> None:
        """Open a result.

        Args:
            output: as for `read_result`.
            folder: for pictures; it goes with the room.

        Raises:
            InputError: there is no such result.
        """
        self.result = read_result(output)
        self._sides = ResultSides(lambda: self.result)
        super().__init__(folder)

    @property
    def frame_count(self) -> int:
        """Of the result."""
        return len(self.result.frames)

    def to_json(self) -> dict[str, Any]:
        """Return the result as the page shows it."""
        return {"kind": "result", "revision": self.revision, **described(self.result)}

    def name_of(self, side: str, index: int) -> str:
        """Return a name with the digest of the frame's file in it."""
        return f"{plain_name(side)}.{index}.{self.result.pictures[index].blake2b[:12]}"

    def make(self, side: str, index: int, size: Size, path: Path) -> None:
        """Write a picture of a side; one that needs a model is made by the engine."""
        frame, result = self.result.frames[index], self.result
        if side == "motion" or side in {MODEL + name for name in models()}:
            model = side.removeprefix(MODEL) if side.startswith(MODEL) else result.model
            shows = "motion" if side == "motion" else "frame"
            pair = (frame.left, frame.right, frame.t)
            self._ask_engine(dict(result.document["job"]), model, pair, size, path, shows)
        else:
            with self._proxies.decoding:
                write_codes(self._sides.codes(side, index, LARGEST_SIDES[size]), path)

    def redo(self, frames: list[int], how: str, matte: str = "") -> int:
        """Queue frames to be made again in another way; return the number of the task.

        Raises:
            UsageError: there is nothing to do, or no such frame.
        """
        self._check(frames)
        if how not in (*HOLDS, *models()):
            raise UsageError(f"expected {', '.join((*HOLDS, *models()))}, got {how!r}")
        title = f"{_counted(frames)} by {how}"
        request = {
            "do": "redo",
            "output": self.result.output,
            "frames": frames,
            "how": how,
            "matte": matte,
        }
        return self.tasks.add(title, request).number

    def undo(self, frames: list[int]) -> int:
        """Queue mends to be taken back; return the number of the task.

        Raises:
            UsageError: there is nothing to do, or no such frame.
        """
        self._check(frames)
        request = {"do": "undo", "output": self.result.output, "frames": frames}
        return self.tasks.add(f"Undo {_counted(frames)}", request).number

    def _check(self, frames: list[int]) -> None:
        if not frames or not all(0 <= k < self.frame_count for k in frames):
            raise UsageError(f"expected frames from 0 to {self.frame_count - 1}, got {frames}")

    def _read_again(self) -> None:
        """Learn what became of the result; while it cannot be read the old one is shown."""
        with suppress(SlowglassError, OSError):
            self.result = read_result(self.result.output)
        self.revision += 1


def _counted(frames: list[int]) -> str:
    return f"frame {frames[0]}" if len(frames) == 1 else f"{len(frames)} frames"
