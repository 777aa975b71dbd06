"""Work that flows through stages in order, each in a thread of its own.

Between two stages stands a queue of bounded length: the slowest stage sets the speed, and memory
holds a fixed number of frames, however long the clip is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import Any

POLL_SECONDS = 0.1
_END = object()


class Stages:
    """A chain of threads; iterate over it once to get the results in order."""

    def __init__(
        self, items: Iterable[Any], steps: list[Callable[[Any], Any]], capacity: int = 2
    ) -> None:
        """Prepare the chain; nothing runs before the first result is asked for.

        Args:
            items: taken from inside the first thread.
            steps: each maps one item to one result; called in order, each in its own thread.
            capacity: how many items may wait between two stages.
        """
        self._items = items
        self._steps = steps
        self._queues: list[Queue[Any]] = [Queue(capacity) for _ in range(len(steps) + 1)]
        self._stop = threading.Event()
        self._errors: list[BaseException] = []

    def __iter__(self) -> Generator[Any, None, None]:
        """Give the results; an error in any stage is raised here and ends all threads.

        Close the generator before what the steps use is closed: it waits for the threads.
        """
        threads = [threading.Thread(target=self._guard, args=(self._feed,), daemon=True)]
        threads += [
            threading.Thread(target=self._guard, args=(self._run, k), daemon=True)
            for k in range(len(self._steps))
        ]
        for thread in threads:
            thread.start()
        try:
            while (result := self._get(self._queues[-1])) is not _END:
                yield result
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        if self._errors:
            raise self._errors[0]

    def _guard(self, work: Callable[..., None], *arguments: int) -> None:
        """Run a thread's work; keep its error for the caller and stop the others."""
        try:
            work(*arguments)
        except BaseException as error:  # every error must reach the caller's thread
            self._errors.append(error)
            self._stop.set()

    def _feed(self) -> None:
        """Put the items into the first queue."""
        for item in self._items:
            if not self._put(self._queues[0], item):
                return
        self._put(self._queues[0], _END)

    def _run(self, k: int) -> None:
        """Move items through step ``k``."""
        while (item := self._get(self._queues[k])) is not _END:
            if not self._put(self._queues[k + 1], self._steps[k](item)):
                return
            del item
        self._put(self._queues[k + 1], _END)

    def _get(self, queue: Queue[Any]) -> Any:
        """Return the next item, or the end once everything is to stop."""
        while not self._stop.is_set():
            with suppress(Empty):
                return queue.get(timeout=POLL_SECONDS)
        return _END

    def _put(self, queue: Queue[Any], item: Any) -> bool:
        """Hand an item on; return False once everything is to stop."""
        while not self._stop.is_set():
            with suppress(Full):
                queue.put(item, timeout=POLL_SECONDS)
                return True
        return False
