"""How long a user or a host waits for the first word, beside a Python that does nothing.

    python -m benchmarks.startup
    python -m benchmarks.startup --against OTHER_CHECKOUT

Four starts: `--help`, the list of models, the worker's hello and the probe of a small movie. All
are measured in turns in one run, those of another checkout beside those of this one, so that ratios
hold on another machine too and on one that has other things to do. Each checkout's own .venv runs.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
import numpy as np
from dev import venv_python

from benchmarks.record import ROOT, commit, record

RUNS = 21
FRAMES = 24
WIDTH, HEIGHT = 320, 180
ENGINE = ("-I", "-m", "slowglass.plugin")

Start = Callable[[str], float]
"""Starts something with the interpreter of that path and returns how long it took, in seconds."""


def main() -> None:
    """Measure, write the result and print the median times."""
    parser = argparse.ArgumentParser(prog="benchmarks.startup")
    parser.add_argument("--against", type=Path, metavar="OTHER_CHECKOUT")
    other: Path | None = parser.parse_args().against
    checkouts = {"this": ROOT} if other is None else {"this": ROOT, "other": other}
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(checkouts, starts(write_movie(Path(folder) / "clip.mov")))
    numbers: dict[str, object] = {"runs": RUNS, **summary(measured)}
    if other is not None:
        numbers["other_commit"] = commit(other)
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("startup", numbers))


def starts(movie: Path) -> dict[str, Start]:
    """Return what is measured by name, a Python that does nothing first."""
    return {
        "python": ended("-I", "-c", "pass"),
        "help": ended(*ENGINE, "--help"),
        "models": ended(*ENGINE, "models"),
        "hello": first_line(*ENGINE, "worker"),
        "probe": ended(*ENGINE, "probe", str(movie)),
    }


def ended(*arguments: str) -> Start:
    """Return the start that takes until the process has ended."""

    def start(python: str) -> float:
        began = time.perf_counter()
        subprocess.run(
            [python, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - began

    return start


def first_line(*arguments: str) -> Start:
    """Return the start that takes until the process has said its first line."""

    def start(python: str) -> float:
        began = time.perf_counter()
        with subprocess.Popen(
            [python, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            took = time.perf_counter() - began
            process.kill()
        assert b"hello" in line, line
        return took

    return start


def measure(
    checkouts: dict[str, Path], started: dict[str, Start]
) -> dict[str, dict[str, list[float]]]:
    """Return the seconds of each start in each checkout, by both names.

    The checkouts take turns, and each goes first every other time.
    """
    pythons = {name: venv_python(path) for name, path in checkouts.items()}
    for start in started.values():  # fills the caches of the disk and of compiled modules
        for python in pythons.values():
            start(python)
    measured: dict[str, dict[str, list[float]]] = {
        name: {start: [] for start in started} for name in pythons
    }
    for run in range(RUNS):
        turn = list(pythons.items())[:: -1 if run % 2 else 1]
        for name, start in started.items():
            for checkout, python in turn:
                measured[checkout][name].append(start(python))
    return measured


def summary(measured: dict[str, dict[str, list[float]]]) -> dict[str, float]:
    """Return medians in seconds, and what they are to a bare Python's and to the other's."""
    this = measured["this"]
    numbers: dict[str, float] = {}
    for name, seconds in this.items():
        numbers[f"{name}_seconds"] = round(median(seconds), 4)
        if name != "python":
            numbers[f"{name}_ratio"] = round(median(seconds) / median(this["python"]), 2)
        if "other" in measured:
            pairs = zip(seconds, measured["other"][name], strict=True)
            numbers[f"{name}_to_other"] = round(median(one / two for one, two in pairs), 3)
    return numbers


def write_movie(path: Path) -> Path:
    """Write a movie whose picture moves a little from frame to frame; return its path."""
    row = np.arange(WIDTH, dtype=np.float32)
    with av.open(f"file:{path}", "w") as container:
        stream = container.add_stream("libx264", Fraction(24))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FRAMES):
            wave = 128 + 100 * np.sin((row + 3 * number) / 20)
            picture = np.broadcast_to(wave[None, :, None], (HEIGHT, WIDTH, 3)).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


if __name__ == "__main__":
    main()
