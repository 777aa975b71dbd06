"""The demo, as a newcomer meets it: the first run on a machine, every other, and two at once.

    python -m benchmarks.demo
    python -m benchmarks.demo --against OTHER_CHECKOUT

All run in turns, those of another checkout beside those of this one, each by its own .venv and with
caches of its own, so that the first run of each compiles what it needs. For Linux, where caches lie
as XDG_CACHE_HOME says.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from dev import venv_python

from benchmarks.record import commit, record
from benchmarks.turns import Took, checkouts, in_turns, timed

WARM_RUNS = 3
FRAMES = 48


def main() -> None:
    """Measure, write the result and print it."""
    measured = checkouts("demo")
    with tempfile.TemporaryDirectory() as folder:
        numbers: dict[str, Any] = {"frames": FRAMES, **measure(measured, Path(folder))}
    if "other" in measured:
        numbers["other_commit"] = commit(measured["other"])
        one, two = numbers["this"]["warm"], numbers["other"]["warm"]
        numbers["warm_to_other"] = {key: round(one[key] / two[key], 3) for key in one}
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("demo", numbers))


def measure(paths: dict[str, Path], folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the demo of each checkout takes: cold, warm and two at once."""
    for name in paths:
        (folder / name).mkdir()

    def took(name: str, count: int = 1) -> Took:
        return timed(lambda: demos(paths[name], folder / name, count))

    cold = {name: took(name) for name in paths}
    warm: dict[str, list[Took]] = {name: [] for name in paths}
    for turn in in_turns(list(paths), WARM_RUNS):
        for name in turn:
            warm[name].append(took(name))
    both = {name: took(name, 2) for name in paths}
    return {
        name: {
            "cold": asdict(middle([cold[name]])),
            "warm": asdict(middle(warm[name])),
            "two_at_once": asdict(middle([both[name]])),
            "two_to_one": round(both[name].seconds / middle(warm[name]).seconds, 3),
        }
        for name in paths
    }


def middle(tooks: list[Took]) -> Took:
    """Return the medians."""
    return Took(
        round(median(took.seconds for took in tooks), 2),
        round(median(took.processor_seconds for took in tooks), 2),
    )


def demos(checkout: Path, folder: Path, count: int) -> float:
    """Run the demo of a checkout so many times at once, with caches in a folder.

    Returns:
        The seconds until all have ended.
    """
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [venv_python(checkout), "-I", "-m", "slowglass.plugin", "demo", "-o"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory(dir=folder) as made:
        began = time.perf_counter()
        running = [
            subprocess.Popen([*command, f"{made}/{k}"], env=environment, **quiet)
            for k in range(count)
        ]
        codes = [process.wait() for process in running]
        seconds = time.perf_counter() - began
    if any(codes):
        raise SystemExit(f"expected a demo in {checkout}, got exit codes {codes}")
    return seconds


if __name__ == "__main__":
    main()
