"""Work that flows through stages in order, each in a thread of its own or in several.

Between two stages stands a queue of bounded length: the slowest stage sets the speed, and memory
holds a fixed number of frames, however long the clip is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Any

from slowglass.core.pipeline.stages.timings import NO_TIMINGS, Timings

POLL_SECONDS = 0.1
_END = object()


@dataclass(frozen=True)
class Stage:
    """One step of the work."""

    name: str
    work: Callable[[Any], Any]
    """Maps one item to one result, or to None: it goes into that of a later one."""
    workers: int = 1
    """How many items are worked on at once; results keep their order all the same."""


class Stages:
    """A chain of threads; iterate over it once to get the results in order."""

    def __init__(
        self, items: Iterable[Any], stages: list[Stage], timings: Timings = NO_TIMINGS
    ) -> None:
        """Prepare the chain; nothing runs before the first result is asked for.

        Args:
            items: taken from inside the first thread.
            stages: called in order. Between two of them one item waits, more only behind one that
                works on several at once.
            timings: told what each does and how long it waits.
        """
        self._items = items
        self._stages = stages
        self._timings = timings
        rooms = (1, *(max(1, stage.workers - 1) for stage in stages))
        self._queues: list[Queue[Any]] = [Queue(room) for room in rooms]
        self._stop = threading.Event()
        self._errors: list[BaseException] = []

    def __iter__(self) -> Generator[Any, None, None]:
        """Give the results; an error in any stage is raised here and ends all threads.

        Close the generator before what the stages use is closed: it waits for the threads.
        """
        threads = [self._thread("items", self._feed)]
        threads += [self._thread(stage.name, self._run, k) for k, stage in enumerate(self._stages)]
        for thread in threads:
            thread.start()
        try:
            while (result := self._get(len(self._stages))) is not _END:
                yield result
                del result  # it may be large, and the next one takes its time
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        if self._errors:
            raise self._errors[0]

    def _thread(self, name: str, work: Callable[..., None], *arguments: int) -> threading.Thread:
        return threading.Thread(target=self._guard, args=(work, *arguments), daemon=True, name=name)

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
            if not self._put(0, item):
                return
        self._put(0, _END)

    def _run(self, k: int) -> None:
        """Move items through stage ``k``, one after the other or several at once."""
        stage = self._stages[k]
        if stage.workers == 1:
            self._move(k, lambda item: self._work(stage, item))
            return
        with ThreadPoolExecutor(stage.workers, thread_name_prefix=stage.name) as pool:
            self._move(k, lambda item: pool.submit(self._work, stage, item))

    def _move(self, k: int, work: Callable[[Any], Any]) -> None:
        """Hand on what ``work`` gives for each item of stage ``k``: a result, or its promise."""
        name = self._stages[k].name
        while True:
            with self._timings.span(name, "waits for work"):
                item = self._get(k)
            if item is _END:
                break
            made = work(item)
            del item
            if made is None:  # it goes into a later one's
                continue
            with self._timings.span(name, "waits to hand on"):
                handed_on = self._put(k + 1, made)
            del made
            if not handed_on:
                return
        self._put(k + 1, _END)

    def _work(self, stage: Stage, item: Any) -> Any:
        """Do the work of a stage, unless everything is to stop."""
        if self._stop.is_set():
            return None
        with self._timings.span(stage.name):
            return stage.work(item)

    def _get(self, k: int) -> Any:
        """Return the next item for stage ``k``, or the end once everything is to stop."""
        while not self._stop.is_set():
            with suppress(Empty):
                item = self._queues[k].get(timeout=POLL_SECONDS)
                result = item.result() if isinstance(item, Future) else item
                # What was to be done when all was stopped was not done: nobody may take it.
                return _END if result is None else result
        return _END

    def _put(self, k: int, item: Any) -> bool:
        """Hand an item on; return False once everything is to stop."""
        while not self._stop.is_set():
            with suppress(Full):
                self._queues[k].put(item, timeout=POLL_SECONDS)
                return True
        return False
