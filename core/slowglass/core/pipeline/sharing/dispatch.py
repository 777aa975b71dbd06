"""Handing out a job's parts to workers, and taking back those of workers that died."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import torch

from slowglass.core.device import pick_device
from slowglass.core.errors import CancelledError
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.choosing import Chosen
from slowglass.core.pipeline.delivery import Place, SequenceTarget
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.pipeline.sharing.cut_plan import runs
from slowglass.core.pipeline.sharing.worker import NAMED_GPUS, Failed, FrameMade, Order, serve

RUNS_EACH = 8
"""Parts for each worker: small enough that all end together and a dead one costs little."""
LARGEST_RUN = 64
CORES_EACH = 8
"""With ``auto`` on a CPU: beyond so many cores one process does not use them all."""
DEATHS = 2
"""Workers that may die over a part before it is left to the process that shares out."""
POLL_SECONDS = 0.2
GRACE_SECONDS = 30.0
"""For the frame that a worker is at when it is told to stop."""


@dataclass
class Shared:
    """What workers did of a job."""

    made: int = 0
    pairs: int = 0
    notes: list[str] = field(default_factory=list)
    far: set[int] = field(default_factory=set)

    def added_to(self, result: RetimeResult) -> RetimeResult:
        """Return the result of the whole with what workers did of it, which it found lying there.

        Frames of theirs were kept as ours.
        """
        notes = dict.fromkeys((*result.notes, *self.notes))
        return replace(
            result,
            made=result.made + self.made,
            kept=result.kept - self.made,
            pairs_estimated=result.pairs_estimated + self.pairs,
            notes=tuple(notes),
            far=tuple(sorted({*result.far, *self.far})),
        )


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection
    part: range | None = None
    """What it is at."""


def share(
    job: JobSpec,
    prepared: Prepared,
    chosen: Chosen,
    place: Place,
    report: OnProgress,
    stop: Cancelled,
) -> Shared:
    """Let workers make a job's frames, as far as they live; what they leave is for the caller.

    Args:
        job: says how many workers.
        prepared: what is decided of it.
        chosen: how its model was chosen.
        place: of its result, held by the caller.
        report: called as frames are published.
        stop: asked meanwhile.

    Raises:
        CancelledError: the user stopped it; workers have ended.
        SlowglassError: a part cannot be made.
    """
    shared = Shared()
    count = _worker_count(job)
    if count > 1 and not isinstance(place.target, SequenceTarget):
        shared.notes.append("A movie is written by one worker, from its first frame to its last.")
        count = 1
    if count == 1:
        return shared
    parts = list(runs(prepared.plan, _run_length(len(prepared.plan), count)))
    count = min(count, len(parts))
    if count > 1:
        _hand_out(deque(parts), _orders(job, prepared, chosen, place, count), shared, report, stop)
    return shared


def _worker_count(job: JobSpec) -> int:
    """Return how many processes a job wants."""
    if job.workers != "auto":
        return job.workers
    device = pick_device(job.device)
    if device.type == "cuda":
        return torch.cuda.device_count()
    return max(1, torch.get_num_threads() // CORES_EACH) if device.type == "cpu" else 1


def _run_length(frames: int, count: int) -> int:
    return min(LARGEST_RUN, max(1, frames // (RUNS_EACH * count)))


def _orders(
    job: JobSpec, prepared: Prepared, chosen: Chosen, place: Place, count: int
) -> Iterator[Order]:
    """Yield what each worker is started with: its share of cores, and a GPU in turn."""
    job = replace(job, workers=1)
    threads = max(1, torch.get_num_threads() // count)
    gpus = _gpus() if pick_device(job.device).type == "cuda" else [""]
    for k in range(count):
        yield Order(job, prepared.looked, chosen, place, threads, gpus[k % len(gpus)])


def _gpus() -> list[str]:
    """Return the names by which each GPU that this process sees can be chosen."""
    named = os.environ.get(NAMED_GPUS)
    return named.split(",") if named else list(map(str, range(torch.cuda.device_count())))


def _hand_out(
    waiting: deque[range],
    orders: Iterator[Order],
    shared: Shared,
    report: OnProgress,
    stop: Cancelled,
) -> None:
    """Give each worker the next part until all are made, or nobody is left to make them."""
    total = sum(map(len, waiting))
    deaths: Counter[range] = Counter()
    report(Progress("make", 0, total))
    with _started(orders) as workers:
        for worker in workers:
            _next(worker, waiting)
        while busy := {one.connection: one for one in workers if one.part is not None}:
            if stop():
                raise CancelledError(f"stopped after {shared.made} of {total} frames")
            for ready in wait(list(busy), POLL_SECONDS):
                worker = next(one for one in workers if one.connection is ready)
                try:
                    message = worker.connection.recv()
                except (EOFError, OSError):
                    _take_back(worker, waiting, deaths, shared)
                    workers.remove(worker)
                    continue
                if isinstance(message, Failed):
                    raise message.error
                if isinstance(message, FrameMade):
                    shared.made += 1
                    report(Progress("make", shared.made, total, message.path))
                else:
                    shared.pairs += message.pairs_estimated
                    shared.notes += message.notes
                    shared.far.update(message.far)
                    _next(worker, waiting)


def _next(worker: _Worker, waiting: deque[range]) -> None:
    """Hand a worker the next part; None where there is none."""
    worker.part = waiting.popleft() if waiting else None
    with suppress(OSError):  # it died: the next look at it will tell
        worker.connection.send(worker.part)


def _take_back(
    worker: _Worker, waiting: deque[range], deaths: Counter[range], shared: Shared
) -> None:
    """Put back what a dead worker was at, for the others."""
    part = worker.part
    assert part is not None
    deaths[part] += 1
    worker.process.join()
    shared.notes.append(
        f"A worker died (exit {worker.process.exitcode}) at output frames {part.start} to "
        f"{part.stop - 1}; others made them."
    )
    if deaths[part] < DEATHS:
        waiting.appendleft(part)


@contextmanager
def _started(orders: Iterator[Order]) -> Iterator[list[_Worker]]:
    """Give running workers; at the end none is left, whatever happened."""
    context = multiprocessing.get_context("spawn")
    workers: list[_Worker] = []
    started: list[_Worker] = []
    try:
        for order in orders:
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs, order), daemon=True)
            process.start()
            theirs.close()
            workers.append(_Worker(process, ours))
        started = list(workers)
        yield workers
    finally:
        for worker in started or workers:
            with suppress(OSError):
                worker.connection.send(None)
            worker.connection.close()
        for worker in started or workers:
            worker.process.join(GRACE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
