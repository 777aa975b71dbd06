"""How long a user or a host waits for the first word, beside a Python that does nothing.

    python -m benchmarks.startup
    python -m benchmarks.startup --against OTHER_CHECKOUT

The starts: `--help`, the list of models, the worker's hello; and of a small movie and a small EXR
sequence the probe, the check and a dry run. All are measured in turns in one run, those of another
checkout beside those of this one, so that ratios hold on another machine too. Ratios are of the
processor's time, on which other work on the machine has little influence; the seconds of the clock
stand beside them. Each checkout's own .venv runs.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from statistics import median

import av
import numpy as np
import OpenImageIO as oiio
from dev import venv_python

from benchmarks.record import commit, record
from benchmarks.turns import Took, checkouts, in_turns, timed

RUNS = 5
FRAMES = 24
WIDTH, HEIGHT = 320, 180
ENGINE = ("-I", "-m", "slowglass.plugin")

Start = Callable[[str], float]
"""Starts something with the interpreter of that path and returns how long it took, in seconds."""


def main() -> None:
    """Measure, write the result and print the median times."""
    paths = checkouts("startup")
    with tempfile.TemporaryDirectory() as folder:
        movie, sequence = write_movie(Path(folder) / "clip.mov"), write_sequence(Path(folder))
        measured = measure(paths, starts(movie, sequence))
    numbers: dict[str, object] = {"runs": RUNS, **summary(measured)}
    if "other" in paths:
        numbers["other_commit"] = commit(paths["other"])
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("startup", numbers))


def starts(movie: Path, sequence: Path) -> dict[str, Start]:
    """Return what is measured by name, a Python that does nothing first."""
    return {
        "python": ended("-I", "-c", "pass"),
        "help": ended(*ENGINE, "--help"),
        "models": ended(*ENGINE, "models"),
        "hello": first_line(*ENGINE, "worker"),
        **of_clip("movie", str(movie), f"{movie}.slow.mov"),
        **of_clip("exr", str(sequence), str(sequence.with_name("slow.####.exr"))),
    }


def of_clip(kind: str, clip: str, output: str) -> dict[str, Start]:
    """Return what looks at a clip and makes nothing."""
    dry_run = ("retime", clip, "--output", output, "--speed", "50%", "--dry-run")
    return {
        f"probe_{kind}": ended(*ENGINE, "probe", clip),
        f"check_{kind}": ended(*ENGINE, "check", clip),
        f"dry_run_{kind}": ended(*ENGINE, *dry_run),
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


def measure(paths: dict[str, Path], started: dict[str, Start]) -> dict[str, dict[str, list[Took]]]:
    """Return how long each start took in each checkout, by both names.

    The checkouts take turns, and each goes first every other time.
    """
    pythons = {name: venv_python(path) for name, path in paths.items()}
    for start in started.values():  # fills the caches of the disk and of compiled modules
        for python in pythons.values():
            start(python)
    measured: dict[str, dict[str, list[Took]]] = {
        name: {start: [] for start in started} for name in pythons
    }
    for turn in in_turns(list(pythons), RUNS):
        for name, start in started.items():
            for checkout in turn:
                measured[checkout][name].append(timed(partial(start, pythons[checkout])))
    return measured


def summary(measured: dict[str, dict[str, list[Took]]]) -> dict[str, float]:
    """Return medians in seconds, and what they are to a bare Python's and to the other's."""
    this = measured["this"]
    numbers: dict[str, float] = {}
    for name, tooks in this.items():
        busy = median(took.processor_seconds for took in tooks)
        numbers[f"{name}_seconds"] = round(median(took.seconds for took in tooks), 4)
        numbers[f"{name}_processor_seconds"] = round(busy, 4)
        if name != "python":
            bare = median(took.processor_seconds for took in this["python"])
            numbers[f"{name}_ratio"] = round(busy / bare, 2)
        if "other" in measured:
            others = measured["other"][name]
            pairs = zip(tooks, others, strict=True)
            ratios = [one.processor_seconds / two.processor_seconds for one, two in pairs]
            numbers[f"{name}_other_seconds"] = round(median(took.seconds for took in others), 4)
            numbers[f"{name}_to_other"] = round(median(ratios), 3)
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


def write_sequence(folder: Path) -> Path:
    """Write some EXR frames that move a little; return their pattern."""
    row = np.arange(WIDTH, dtype=np.float32)
    for number in range(FRAMES // 2):
        wave = 0.5 + 0.4 * np.sin((row + 3 * number) / 20)
        picture = np.broadcast_to(wave[None, :, None], (HEIGHT, WIDTH, 4)).astype(np.float32)
        spec = oiio.ImageSpec(WIDTH, HEIGHT, 4, "half")
        path = str(folder / f"shot.{number:04}.exr")
        output = oiio.ImageOutput.create(path)
        assert output is not None
        output.open(path, spec)
        output.write_image(np.ascontiguousarray(picture))
        output.close()
    return folder / "shot.####.exr"


if __name__ == "__main__":
    main()
