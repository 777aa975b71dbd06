"""Composing a 720p frame on one core: compiled kernels beside the same in torch, in one run.

    python -m benchmarks.compose

Processor time of one thread, the least of a few rounds, both in turns. The field has four samples
that move smoothly, as `flow` gives them. The first wait is that of a process which composes its
first small frame: with nothing compiled yet, and with what the one before it has left.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import torch
from torch.nn import functional

from benchmarks.record import record
from slowglass.core.composition.sampling import Sampling, compose, compose_by_torch
from slowglass.core.field import LEFT, RIGHT, WarpField

HEIGHT, WIDTH = 720, 1280
ROUNDS = 5
SAMPLINGS: tuple[Sampling, ...] = ("cubic", "linear", "nearest")
FIRST_FRAME = (
    "import time, torch; from slowglass.core.composition.sampling import compose; "
    "from slowglass.core.field import WarpField; "
    "field = WarpField((0,), torch.zeros(1, 1, 2, 9, 9), torch.ones(1, 1, 9, 9)); "
    "picture = torch.ones(1, 1, 9, 9); start = time.perf_counter(); "
    "compose(picture, picture, field); print(time.perf_counter() - start)"
)


def main() -> None:
    """Measure, write the result and print it."""
    torch.set_num_threads(1)
    numbers: dict[str, object] = {}
    field = smooth_field()
    for channels in (3, 7):
        left, right = (smooth(channels, seed) for seed in (1, 2))
        for how in SAMPLINGS:
            compiled, in_torch = least(
                partial(compose, left, right, field, how),
                partial(compose_by_torch, left, right, field, how),
            )
            numbers[f"{how}_{channels}_channels"] = {
                "compiled_ms": compiled,
                "torch_ms": in_torch,
                "times_faster": round(in_torch / compiled, 2),
            }
    with tempfile.TemporaryDirectory() as folder:
        numbers["first_frame_cold_seconds"] = first_frame(folder)
        numbers["first_frame_warm_seconds"] = first_frame(folder)
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("compose", numbers))


def smooth(channels: int, seed: int, cell: int = 4) -> torch.Tensor:
    """Return noise (1, channels, HEIGHT, WIDTH) that changes over ``cell`` pixels."""
    noise = torch.rand(
        1, channels, HEIGHT // cell, WIDTH // cell, generator=torch.Generator().manual_seed(seed)
    )
    return functional.interpolate(noise, size=(HEIGHT, WIDTH), mode="bilinear")


def smooth_field() -> WarpField:
    """Return four samples, up to tens of pixels away, weighed differently everywhere."""
    planes = smooth(12, 3, cell=40)
    weight = planes[:, 8:] + 0.1
    return WarpField(
        (LEFT, RIGHT, LEFT, RIGHT),
        (planes[:, :8].reshape(1, 4, 2, HEIGHT, WIDTH) - 0.5) * 40,
        weight / weight.sum(1, keepdim=True),
    )


def least(*works: Callable[[], object]) -> list[float]:
    """Return the least milliseconds of processor time of each, measured in turns."""
    spent: list[list[float]] = [[] for _ in works]
    with torch.inference_mode():
        for _ in range(ROUNDS):
            for work, times in zip(works, spent, strict=True):
                start = time.process_time()
                work()
                times.append(1000 * (time.process_time() - start))
    return [round(min(times), 1) for times in spent]


def first_frame(cache: str) -> float:
    """Return the seconds that a new process waits for its first frame."""
    folders = {"HOME": cache, "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME],
        env=os.environ | folders,
        capture_output=True,
        text=True,
        check=True,
    )
    return round(float(done.stdout), 2)


if __name__ == "__main__":
    main()
