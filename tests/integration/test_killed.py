"""SIGKILL at twenty random moments: never half a file under a final name, and the rerun ends alike.

One child imports the program once and forks for each run, so that a run starts in no time.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest

from slowglass.core.pipeline.check import check
from slowglass.core.pipeline.manifest import journal_path, manifest_path
from tests import clips

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

KILLS = 20
LEAST_IN_THE_MIDDLE = 3
"""Kills that must have found a run under way, of ten; the moments spread over its whole length."""

FORKING_CHILD = """
import os, sys
import slowglass.core.pipeline
from slowglass.plugin.cli.app import main
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os._exit(main(["run", line.strip(), "--json"]))
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class Runner:
    """Starts runs in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._send, self._receive = _pipe(process.stdin), _pipe(process.stdout)

    def run(self, job: Path, kill_after_seconds: float | None = None) -> int:
        """Run a job, perhaps kill it; return its status, 9 if it was killed in time."""
        print(job, file=self._send, flush=True)
        pid = self._number()
        if kill_after_seconds is not None:
            time.sleep(kill_after_seconds)
            with suppress(ProcessLookupError):  # it was done already
                os.kill(pid, signal.SIGKILL)
        return self._number()

    def _number(self) -> int:
        """Return the next line that is a number; the others are the program's own."""
        while not (line := self._receive.readline().strip()).isdigit():
            assert self._receive.readable()
        return int(line)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    command = [sys.executable, "-c", FORKING_CHILD]
    pipe: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **pipe) as process:
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()


def write_job(folder: Path, source: Path, name: str) -> tuple[Path, Path]:
    """Return a job file and its output."""
    folder.mkdir()
    output, job = folder / "out" / name, folder / "job.json"
    time_map = {"kind": "speed", "speed": "1/4"}
    options = {"model": "blend", "device": "cpu", "cuts": "none"}
    paths = {"source": str(source), "output": str(output)}
    document = {"schema": "slowglass.job/1", **paths, "time": time_map, **options}
    job.write_text(json.dumps(document), "utf-8")
    return job, output


def results(output: Path) -> dict[str, bytes]:
    """Return what lies under final names, the manifest aside."""
    files = output.parent.glob(f"{output.name.split('.')[0]}.*")
    return {path.name: path.read_bytes() for path in files if path.suffix == output.suffix}


@pytest.mark.parametrize("name", ["slow.####.exr", "slow.mkv"])
def test_a_killed_run_leaves_whole_files_and_the_next_one_ends_alike(
    runner: Runner, tmp_path: Path, name: str
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(6))
    job, output = write_job(tmp_path / "whole", source, name)
    assert runner.run(job) == 0
    started = time.monotonic()
    job, output = write_job(tmp_path / "timed", source, name)
    assert runner.run(job) == 0
    length_seconds = time.monotonic() - started
    expected = results(output)
    moments = random.Random(3)
    in_the_middle = 0
    for k in range(KILLS // 2):
        job, output = write_job(tmp_path / str(k), source, name)
        killed = runner.run(job, moments.uniform(0, length_seconds)) == signal.SIGKILL
        there = results(output)
        assert all(there[one] == expected[one] for one in there)
        in_the_middle += killed and journal_path(manifest_path(str(output))).exists()
        assert runner.run(job) == 0
        assert results(output) == expected
        assert not [path for path in output.parent.iterdir() if path.name.startswith(".")]
    assert not check(str(output)).problems
    assert in_the_middle >= LEAST_IN_THE_MIDDLE
