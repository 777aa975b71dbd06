"""The demo, as a newcomer meets it: the first run on a machine, every other, and two at once.

    python -m benchmarks.demo
    python -m benchmarks.demo --against OTHER_CHECKOUT

All run in turns, those of another checkout beside those of this one, each by its own .venv and with
caches of its own, so that the first run of each compiles what it needs. For Linux, where caches lie
as XDG_CACHE_HOME says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from dev import venv_python

from benchmarks.record import ROOT, commit, record
from benchmarks.startup import Took, processor_seconds

WARM_RUNS = 3
FRAMES = 48


def main() -> None:
    """Measure, write the result and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks.demo")
    parser.add_argument("--against", type=Path, metavar="OTHER_CHECKOUT")
    other: Path | None = parser.parse_args().against
    checkouts = {"this": ROOT} if other is None else {"this": ROOT, "other": other}
    with tempfile.TemporaryDirectory() as folder:
        numbers: dict[str, Any] = {"frames": FRAMES, **measure(checkouts, Path(folder))}
    if other is not None:
        numbers["other_commit"] = commit(other)
        one, two = numbers["this"]["warm"], numbers["other"]["warm"]
        numbers["warm_to_other"] = {key: round(one[key] / two[key], 3) for key in one}
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("demo", numbers))


def measure(checkouts: dict[str, Path], folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the demo of each checkout takes: cold, warm and two at once."""
    for name in checkouts:
        (folder / name).mkdir()
    cold = {name: demos(path, folder / name) for name, path in checkouts.items()}
    warm: dict[str, list[Took]] = {name: [] for name in checkouts}
    for run in range(WARM_RUNS):
        for name, path in list(checkouts.items())[:: -1 if run % 2 else 1]:
            warm[name].append(demos(path, folder / name))
    both = {name: demos(path, folder / name, 2) for name, path in checkouts.items()}
    return {
        name: {
            "cold": asdict(cold[name]),
            "warm": asdict(middle(warm[name])),
            "two_at_once": asdict(both[name]),
            "two_to_one": round(both[name].seconds / middle(warm[name]).seconds, 3),
        }
        for name in checkouts
    }


def middle(tooks: list[Took]) -> Took:
    """Return the medians."""
    return Took(
        round(median(took.seconds for took in tooks), 2),
        round(median(took.processor_seconds for took in tooks), 2),
    )


def demos(checkout: Path, folder: Path, count: int = 1) -> Took:
    """Run the demo of a checkout so many times at once, with caches in a folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    with tempfile.TemporaryDirectory(dir=folder) as made:
        before, began = processor_seconds(), time.perf_counter()
        running = [
            subprocess.Popen(
                [
                    venv_python(checkout),
                    "-I",
                    "-m",
                    "slowglass.plugin",
                    "demo",
                    "-o",
                    f"{made}/{k}",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            for k in range(count)
        ]
        codes = [process.wait() for process in running]
        took = Took(time.perf_counter() - began, processor_seconds() - before)
    if any(codes):
        raise SystemExit(f"expected a demo in {checkout}, got exit codes {codes}")
    return middle([took])


if __name__ == "__main__":
    main()
