"""The whole command beside its stages: is the machine busy, does the slowest set the pace?

    python -m benchmarks.pipeline                   every case, some minutes
    python -m benchmarks.pipeline --cases 1080p     those whose names hold this

Each case retimes a made clip to half speed in a process of its own, start and end included, with
`--profile`. Two figures tell how well stages overlap: the part of all processors that it kept busy,
and the time of making frames over that of its slowest stage, which is 1 where all others hide
behind it. A processor counts as busy where a thread runs or waits for one, so that other programs
that run meanwhile change little; it is seen in Linux's own figures, elsewhere only what was used.
At last two runs at once beside one alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import record
from slowglass.plugin.sample import sample_folder
from tests import clips

MODELS = ("flow", "blend")
TOGETHER = 2
GRAIN = 0.01
SAMPLED_SECONDS = 0.02
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Case:
    """What is retimed to what."""

    name: str
    width: int
    height: int
    frames: int
    source: str
    output: str


CASES = (
    Case("1080p EXR to EXR", 1920, 1080, 48, "shot.{:04d}.exr", "slow.####.exr"),
    Case("1080p H.264 to ProRes", 1920, 1080, 72, "shot.mp4", "slow.mov"),
    Case("540p EXR to EXR", 960, 540, 32, "shot.{:04d}.exr", "slow.####.exr"),
    Case("540p H.264 to ProRes", 960, 540, 48, "shot.mp4", "slow.mov"),
    Case("UHD EXR to EXR", 3840, 2160, 5, "shot.{:04d}.exr", "slow.####.exr"),
    Case("UHD H.264 to ProRes", 3840, 2160, 6, "shot.mp4", "slow.mov"),
)


def main() -> None:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(prog="benchmarks.pipeline")
    parser.add_argument("--cases", default="")
    wanted: str = parser.parse_args().cases
    rows = []
    for case in (case for case in CASES if wanted in case.name):
        with tempfile.TemporaryDirectory() as folder:
            source = make_clip(case, Path(folder))
            for model in MODELS:
                row = {"case": case.name, "model": model, **measure(case, source, model)}
                print(json.dumps(row), flush=True)
                rows.append(row)
    numbers = {"rows": rows, "two_at_once": two_at_once()}
    print(json.dumps(numbers["two_at_once"]))
    print(record("pipeline", numbers))


def make_clip(case: Case, folder: Path) -> str:
    """Write the source of a case: a texture with grain that drifts."""
    pictures = drifting(case)
    if "#" not in case.output:
        clips.write_movie(folder / case.source, pictures, codec="libx264", pixel_format="yuv420p")
        return str(folder / case.source)
    alpha = np.ones((case.height, case.width, 1), np.float32)
    frames = (np.concatenate((picture, alpha), 2) for picture in pictures)
    return clips.write_sequence(folder / "in", frames, case.source)


def drifting(case: Case) -> Iterator[NDArray[np.float32]]:
    """Yield pictures (height, width, 3) of a texture that moves by 5 pixels a frame."""
    random = np.random.default_rng(1)
    ground = clips.texture(case.height, case.width + 5 * case.frames, 3)
    for k in range(case.frames):
        window = ground[:, 5 * k : 5 * k + case.width]
        yield window + GRAIN * random.standard_normal(window.shape, np.float32)


def measure(case: Case, source: str, model: str) -> dict[str, Any]:
    """Retime once; return what the system and the command's own trace say."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / case.output
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        with subprocess.Popen(command(source, output, model), **QUIET) as run:
            busy = busy_processors(run)
        assert run.returncode == 0, run.returncode
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        trace = next(Path(folder).glob("*.trace.json")).read_text("utf-8")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "frames": 2 * case.frames,
        "wall_seconds": round(wall, 2),
        "processor_seconds": round(used, 2),
        "processors_busy": round(busy if busy else used / wall / processors(), 3),
        **pace(json.loads(trace)["traceEvents"]),
    }


def command(source: str, output: Path, model: str) -> list[str]:
    """Return the words of a retime to half speed."""
    words = ["retime", source, "-o", str(output), "--speed", "50%", "--device", "cpu"]
    words += ["--model", model, "--profile", "--json"]
    return [sys.executable, "-m", "slowglass.plugin", *words]


def busy_processors(run: subprocess.Popen[bytes]) -> float:
    """Wait for a run; return the part of all processors that it kept busy, 0 if not seen."""
    tasks, seen = Path(f"/proc/{run.pid}/task"), []
    while run.poll() is None:
        states = []
        for path in tasks.glob("*/stat"):
            with suppress(OSError):
                states.append(path.read_text("utf-8", "replace").rpartition(")")[2].split()[0])
        seen.append(min(states.count("R"), processors()))
        time.sleep(SAMPLED_SECONDS)
    return sum(seen) / len(seen) / processors()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def pace(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Return which stage was the slowest, and how long making frames took beside it."""
    works = [event for event in events if event.get("cat") == "works"]
    stages: dict[str, list[tuple[float, float]]] = {}
    for one in works:
        stages.setdefault(one["name"], []).append((one["ts"], one["ts"] + one["dur"]))
    making = {name: stages[name] for name in ("read", "estimate", "compose", "pack", "put")}
    busy = {name: union_seconds(spans) for name, spans in making.items()}
    slowest = max(busy, key=lambda name: busy[name])
    ends = [end for spans in making.values() for _, end in spans]
    starts = [start for spans in making.values() for start, _ in spans]
    took = (max(ends) - min(starts)) / 1e6
    return {
        "making_seconds": round(took, 2),
        "slowest_stage": slowest,
        "making_to_slowest": round(took / busy[slowest], 3),
    }


def union_seconds(spans: list[tuple[float, float]]) -> float:
    """Return the seconds in which at least one of the spans, in microseconds, was under way."""
    total, until = 0.0, 0.0
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total / 1e6


def two_at_once() -> dict[str, float]:
    """Return the seconds of a retime of the sample clip, alone and beside another like it."""
    alone, together = (in_parallel(count) for count in (1, TOGETHER))
    return {
        "alone_seconds": round(alone, 2),
        "together_seconds": round(together, 2),
        "ratio": round(together / alone, 2),
    }


def in_parallel(count: int) -> float:
    """Return the seconds until so many retimes, begun at once, have ended."""
    source = str(sample_folder() / "sample.1001.exr")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        runs = [
            subprocess.Popen(
                command(source, Path(folder) / str(k) / "slow.####.exr", "flow"),
                **QUIET,
            )
            for k in range(count)
        ]
        codes = [run.wait() for run in runs]
        took = time.perf_counter() - began
    assert not any(codes), codes
    return took


if __name__ == "__main__":
    main()
