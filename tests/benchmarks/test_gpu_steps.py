"""The measurements for a GPU: they run without one, load no media, and go on after a kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.gpu.steps import MOST_TRIES, RESULTS, Step, run_steps

ROOT = Path(__file__).resolve().parents[2]

WITHOUT_MEDIA = """
import runpy, sys
sys.modules.update(dict.fromkeys(("av", "OpenImageIO")))  # to import them is an error
sys.argv[0] = "benchmarks.gpu"
runpy.run_module("benchmarks.gpu", run_name="__main__")
"""


class Killed(BaseException):
    """What ends the process, as far as a step can tell."""


def killed() -> dict[str, Any]:
    raise Killed


def test_every_step_runs_on_a_processor_and_reads_no_media(tmp_path: Path) -> None:
    tiny = ["--device", "cpu", "--size", "64x64", "--seconds", "0.01", "--rife", "rife-4.6"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_MEDIA, str(tmp_path), *tiny],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "core"), str(ROOT)))},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps = json.loads((tmp_path / RESULTS).read_text("utf-8"))["steps"]
    assert [name for name, found in steps.items() if "error" in found] == []
    assert steps["same: field of slowglass"]["flow_pixels_largest"] == 0
    assert steps["same: whole frames"]["copies_equal"]
    assert steps["speed: rife 8x, as it runs"]["fps"] > 0
    assert "left_out" in steps["memory: too little of it"]


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    ran = []

    def first() -> dict[str, Any]:
        ran.append("first")
        return {"found": 1}

    with pytest.raises(Killed):
        run_steps([Step("first", first), Step("second", killed)], tmp_path, 60)
    steps = [Step("first", first), Step("second", lambda: {"found": 2})]
    known = run_steps(steps, tmp_path, 60)["steps"]
    assert ran == ["first"]
    assert {name: step["found"] for name, step in known.items()} == {"first": 1, "second": 2}
    assert json.loads((tmp_path / RESULTS).read_text("utf-8"))["steps"] == known


def test_what_ends_the_process_again_and_again_is_left_out(tmp_path: Path) -> None:
    steps = [Step("deadly", killed), Step("after", lambda: {"found": 3})]
    for _ in range(MOST_TRIES):
        with pytest.raises(Killed):
            run_steps(steps, tmp_path, 60)
    known = run_steps(steps, tmp_path, 60)["steps"]
    assert "ended the process" in known["deadly"]["error"]
    assert known["after"]["found"] == 3


def test_a_step_that_fails_is_noted_and_the_next_is_done(tmp_path: Path) -> None:
    def fails() -> dict[str, Any]:
        raise RuntimeError("out of luck")

    known = run_steps([Step("one", fails), Step("two", lambda: {})], tmp_path, 60)["steps"]
    assert known["one"]["error"] == "RuntimeError: out of luck"
    assert "error" not in known["two"]


def test_what_there_was_no_time_for_is_done_by_the_next_start(tmp_path: Path) -> None:
    steps = [Step("one", lambda: {})]
    assert run_steps(steps, tmp_path, -1)["steps"] == {}
    assert list(run_steps(steps, tmp_path, 60)["steps"]) == ["one"]
