"""Where frames go."""

from __future__ import annotations

from typing import Any, Protocol

from slowglass.core.frames import Frame


class FrameSink(Protocol):
    """Takes frames in two steps: what is costly, of several at once, then each in its turn.

    A frame, or a movie, appears under its final name whole or not at all.
    """

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the source the target cannot hold, one sentence each."""
        ...

    def pack(self, index: int, frame: Frame) -> Any:
        """Bring output frame ``index`` (zero-based) to what is stored; return what ``put`` takes.

        Several threads may do so at once, in any order.

        Raises:
            OutputError: it could not be written; nothing is left of it.
        """
        ...

    def put(self, index: int, packed: Any) -> str:
        """Publish output frame ``index``, in order; return the path that it lies under.

        Raises:
            OutputError: it could not be written; nothing is left under the final name.
        """
        ...

    def close(self) -> None:
        """Finish what was written and give it its final name."""
        ...

    def abort(self) -> None:
        """Drop what is unfinished; whole frames of a sequence stay."""
        ...
