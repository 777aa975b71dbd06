"""Steps done one after the other, each written down at once, and none of them twice."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import commit, machine
from slowglass.core.atomic import replacing

RESULTS = "results.json"
MOST_TRIES = 2
"""What ends the process, as a driver may, would otherwise keep all that follows from being done."""


@dataclass(frozen=True)
class Step:
    """Something to find out."""

    name: str
    run: Callable[[], dict[str, Any]]
    """Returns what was found, as plain JSON values."""


def run_steps(steps: Sequence[Step], folder: Path, seconds: float) -> dict[str, Any]:
    """Do the steps that are not done, as long as there is time; return all that is known.

    A step that fails is noted with its error, and the next one is done.
    """
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    known = _read(folder / RESULTS)
    tries, done = known["tries"], known["steps"]
    for step in steps:
        if step.name in done:
            continue
        if time.monotonic() - began > seconds:
            print("out of time; start it again for the rest")
            break
        tries[step.name] = tries.get(step.name, 0) + 1
        if tries[step.name] > MOST_TRIES:
            done[step.name] = {"error": f"it ended the process {MOST_TRIES} times"}
        else:
            _write(folder / RESULTS, known)
            done[step.name] = _outcome(step)
        _write(folder / RESULTS, known)
        print(step.name, json.dumps(done[step.name]), flush=True)
    return known


def _outcome(step: Step) -> dict[str, Any]:
    """Return what a step finds, or the error that it ends in."""
    began = time.monotonic()
    try:
        found = step.run()
    except Exception as error:  # whatever it is, the other steps are worth doing
        found = {"error": f"{type(error).__name__}: {error}", "where": traceback.format_exc()}
    return {**found, "step_seconds": round(time.monotonic() - began, 2)}


def _read(path: Path) -> dict[str, Any]:
    """Return what earlier starts found."""
    if path.is_file():
        known: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return known
    return {"commit": commit(), "machine": machine(), "tries": {}, "steps": {}}


def _write(path: Path, known: dict[str, Any]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
