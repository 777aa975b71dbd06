"""How many new frames a GPU makes in a second, with everything from source frames to made ones."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import torch

from benchmarks.gpu.footage import NETWORKS, Bench, Footage
from benchmarks.gpu.steps import Step
from slowglass.core.pipeline.making import FrameMaker
from slowglass.core.timing import Entry, FramePlan

FACTORS = (2, 8)
WARM_PART = 1 / 3
"""Of the time, not counted: kernels are compiled and memory is taken."""
PAIRS = 4


def speed_steps(bench: Bench) -> list[Step]:
    """Return the measurements: first as a job runs, then without one thing after the other."""
    ways: dict[str, dict[str, Any]] = {
        "as it runs": {},
        "one frame in flight": {"in_flight": 1},
        "one time at once": {"batch": 1},
        "float32": {"short": False},
    }
    return [
        Step(
            f"speed: {name} {factor}x, {title}",
            partial(frames_per_second, bench, name, factor, **way),
        )
        for title, way in ways.items()
        for factor in FACTORS
        for name in NETWORKS
        if not (title == "one time at once" and factor == FACTORS[0])
    ]


def frames_per_second(
    bench: Bench,
    name: str,
    factor: int,
    *,
    batch: int = 7,
    in_flight: int = 3,
    short: bool = True,
) -> dict[str, Any]:
    """Return made frames for each second, for as long as the bench says."""
    footage = Footage(bench.width, bench.height, PAIRS + 1)
    plan = footage.plan(factor)
    maker = FrameMaker(footage, bench.model(name, short=short), plan, batch_size=batch)
    ends = _ends(maker, plan, in_flight)
    began = warm = next(ends)
    while warm - began < WARM_PART * bench.seconds:
        warm = next(ends)
    made = 1
    while (end := next(ends)) - warm < bench.seconds:
        made += 1
    return {"fps": round(made / (end - warm), 3), "frames": made, "notes": maker.fallbacks}


def _ends(maker: FrameMaker, plan: FramePlan, in_flight: int) -> Iterator[float]:
    """Yield when each frame is made, over and over: one thread estimates, some compose."""
    waiting: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(in_flight) as pool:
        while True:
            for entry in _new(plan):
                with torch.inference_mode():
                    task = maker.estimate(maker.read(entry))
                waiting.append(pool.submit(maker.compose, task))
                if len(waiting) >= in_flight:
                    waiting.popleft().result()
                    yield time.monotonic()


def _new(plan: FramePlan) -> Iterator[Entry]:
    """Yield what is no copy of a source frame."""
    yield from (entry for entry in plan if len(entry.source_frames) == 2)
