"""Checkouts that are measured in turns, by the clock and by the processor."""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import ROOT


@dataclass(frozen=True)
class Took:
    """How long something took."""

    seconds: float
    processor_seconds: float


def checkouts(name: str) -> dict[str, Path]:
    """Return this checkout, and another one that the command line of a benchmark may name."""
    parser = argparse.ArgumentParser(prog=f"benchmarks.{name}")
    parser.add_argument("--against", type=Path, metavar="OTHER_CHECKOUT")
    other: Path | None = parser.parse_args().against
    return {"this": ROOT} if other is None else {"this": ROOT, "other": other}


def in_turns(names: list[str], runs: int) -> Iterator[list[str]]:
    """Yield names in the order of each run: each goes first every other time."""
    for run in range(runs):
        yield names[:: -1 if run % 2 else 1]


def timed(run: Callable[[], float]) -> Took:
    """Return how long processes took that end within a call, which returns its own seconds."""
    before = processor_seconds()
    seconds = run()
    return Took(seconds, processor_seconds() - before)


def processor_seconds() -> float:
    """Return what processes that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
