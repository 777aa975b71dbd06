"""Ctrl-C and SIGTERM: between two frames while frames are made, at once before and elsewhere."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from slowglass.core.errors import CancelledError

if TYPE_CHECKING:
    from slowglass.core.pipeline import Progress


class Stopped(BaseException):
    """A signal came; not an Exception, so that nobody takes it for an error of theirs."""

    def __init__(self, number: int) -> None:
        """Keep the exit code that shells expect: 128 and the signal's number."""
        super().__init__()
        self.exit_code = 128 + number


class Signals:
    """What becomes of the two signals in this process."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._waits = False
        self._received = 0

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Answer both signals by `Stopped` for a while."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        previous = {number: signal.signal(number, self._receive) for number in numbers}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    @contextmanager
    def between_frames(
        self, on_progress: Callable[[Progress], None]
    ) -> Iterator[tuple[Callable[[Progress], None], Callable[[], bool]]]:
        """Give what to tell of progress, and what says whether to stop.

        From the first progress in making frames a signal waits for the frame that is being written,
        so that nothing half-made is left; a second one does not. While things are looked at and
        planned there is nothing to finish.

        Args:
            on_progress: told of it all the same.
        """
        self._waits, self._received = False, 0

        def report(progress: Progress) -> None:
            self._waits = self._waits or progress.stage == "make"
            on_progress(progress)

        try:
            yield report, lambda: self._received != 0
        except CancelledError:
            raise Stopped(self._received) from None
        finally:
            self._waits = False

    def _receive(self, number: int, frame: FrameType | None) -> None:
        """Note the first signal where frames are made, else leave by an exception."""
        if self._waits and not self._received:
            self._received = number
        else:
            raise Stopped(number)


SIGNALS = Signals()
"""Of this process: there is one set of handlers."""
