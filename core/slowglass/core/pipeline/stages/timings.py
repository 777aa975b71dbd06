"""Where the time of a job goes, stage by stage."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Doing = Literal["works", "waits for work", "waits to hand on"]


@dataclass(frozen=True)
class Span:
    """A time in which one thread did one thing."""

    stage: str
    doing: Doing
    thread: str
    start_seconds: float
    """Since the measuring began."""
    seconds: float
    processor_seconds: float
    """Of this thread; what libraries did for it in threads of their own is not known."""


@dataclass(frozen=True)
class StageTime:
    """What is known of a stage; seconds are sums over its threads."""

    stage: str
    items: int
    busy_seconds: float
    processor_seconds: float
    """Of the stage's own threads."""
    waits_for_work_seconds: float
    waits_to_hand_on_seconds: float


class Timings:
    """What was measured; several threads may add to it at once.

    It grows with the clip, by five spans a frame: nothing is kept where nobody asks.
    """

    def __init__(self, wanted: bool = True) -> None:
        """Begin to measure.

        Args:
            wanted: False: nothing is measured.
        """
        self._wanted = wanted
        self._start = time.perf_counter()
        self._spans: list[Span] = []

    @property
    def spans(self) -> tuple[Span, ...]:
        """All that was measured, in the order of the ends."""
        return tuple(self._spans)

    @contextmanager
    def span(self, stage: str, doing: Doing = "works") -> Iterator[None]:
        """Measure what is done inside."""
        if not self._wanted:
            yield
            return
        start, processor = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            seconds, used = time.perf_counter() - start, time.thread_time() - processor
            thread = threading.current_thread().name
            self._spans.append(Span(stage, doing, thread, start - self._start, seconds, used))

    def stages(self) -> tuple[StageTime, ...]:
        """Return what is known of each stage, in the order in which they began."""
        spans = sorted(self._spans, key=lambda span: span.start_seconds)
        return tuple(
            _sum(name, [span for span in spans if span.stage == name])
            for name in dict.fromkeys(span.stage for span in spans)
        )


def _sum(stage: str, spans: list[Span]) -> StageTime:
    def seconds(doing: Doing) -> float:
        return sum(span.seconds for span in spans if span.doing == doing)

    work = [span for span in spans if span.doing == "works"]
    return StageTime(
        stage,
        len(work),
        seconds("works"),
        sum(span.processor_seconds for span in work),
        seconds("waits for work"),
        seconds("waits to hand on"),
    )


NO_TIMINGS = Timings(wanted=False)
"""For whoever does not want to know."""
