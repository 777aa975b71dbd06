"""A job in parts: what that costs against one run, and twenty workers killed at random.

    python -m benchmarks.sharing          a clip that is drawn here, by `flow`

Prints ratios of one run and writes benchmarks/results/sharing.json.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.record import record
from benchmarks.turns import processor_seconds
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.pipeline import Progress, numbered_runs, prepared_job, retime, write_looked
from slowglass.core.timing import ConstantSpeed
from tests import clips

FRAMES, SPEED = 25, Fraction(1, 8)
PART_FRAMES = (200, 96, 48, 24)
WORKERS = (1, 2, 4)
KILLS = 20


def main() -> None:
    """Measure, print and write down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = clips.write_movie(folder / "clip.mkv", clips.movie_frames(FRAMES))
        job = JobSpec(
            str(source),
            str(folder / "slow.####.exr"),
            ConstantSpeed(SPEED),
            model="flow",
            device="cpu",
        )
        numbers = {
            "frames": len(prepared_job(_in(job, folder / "plan")).plan),
            "parts": _parts(job, folder),
            "workers": _workers(job, folder),
            "killed": _killed(job, folder),
        }
    print(json.dumps(numbers, indent=1))
    record("sharing", numbers)


def _parts(job: JobSpec, folder: Path) -> list[dict[str, Any]]:
    """Time a farm's tasks one after another, each a process, against the largest part's."""
    rows = []
    for length in PART_FRAMES:
        one = _in(job, folder / f"part{length}")
        file, looked = folder / f"{length}.json", folder / f"{length}.looked.json"
        file.write_text(json.dumps(job_to_json(one)), "utf-8")
        prepared = prepared_job(one)
        write_looked(looked, prepared.looked)
        parts = numbered_runs(one, prepared, length)
        command = [
            sys.executable,
            "-m",
            "slowglass.plugin",
            "run",
            str(file),
            "--looked",
            str(looked),
        ]
        started = processor_seconds()
        for part in parts:
            frames = f"--frames={part.start}-{part.stop - 1}"
            subprocess.run([*command, frames], check=True, capture_output=True)
        subprocess.run(command, check=True, capture_output=True)
        used = processor_seconds() - started
        rows.append({"frames_each": length, "tasks": len(parts), "processor_seconds": used})
    for row in rows:
        row["ratio"] = round(row["processor_seconds"] / rows[0]["processor_seconds"], 2)
        row["processor_seconds"] = round(row["processor_seconds"], 1)
    return rows


def _workers(job: JobSpec, folder: Path) -> list[dict[str, Any]]:
    """Time one, two and four workers; all make the same bytes."""
    rows: list[dict[str, Any]] = []
    expected: dict[str, bytes] = {}
    for count in WORKERS:
        one = replace(_in(job, folder / f"workers{count}"), workers=count)
        started = time.monotonic()
        retime(one)
        seconds = time.monotonic() - started
        expected = expected or _pictures(one)
        rows.append(
            {"workers": count, "seconds": round(seconds, 2), "equal": _pictures(one) == expected}
        )
    return rows


def _killed(job: JobSpec, folder: Path) -> dict[str, int]:
    """Kill one of two workers at a random frame, again and again; count results that are whole."""
    moments, whole, died = random.Random(17), 0, 0
    job = replace(job, model="blend")
    plain = _in(job, folder / "plain")
    retime(plain)
    expected = _pictures(plain)
    for k in range(KILLS):
        one = replace(_in(job, folder / f"killed{k}"), workers=2)
        left = moments.randrange(1, len(expected) // 2)

        def told(progress: Progress) -> None:
            nonlocal left
            left -= bool(progress.path)
            if left == 0 and (workers := multiprocessing.active_children()):
                moments.choice(workers).kill()

        died += any("died" in note for note in retime(one, on_progress=told).notes)
        whole += _pictures(one) == expected
    return {"kills": KILLS, "died_at_work": died, "whole_and_equal": whole}


def _in(job: JobSpec, folder: Path) -> JobSpec:
    return replace(job, output=str(folder / "slow.####.exr"))


def _pictures(job: JobSpec) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(job.output).parent.glob("*.exr")}


if __name__ == "__main__":
    main()
