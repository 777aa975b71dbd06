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
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest

from slowglass.core.pipeline.check_result import check
from slowglass.core.pipeline.delivery.records import journal_path
from slowglass.core.pipeline.delivery.target import target_of
from tests import clips
from tests.integration.writers import PROGRAM

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

KILLS = 20
POLL_SECONDS = 0.0005
LEAST_IN_THE_MIDDLE = 3
"""Kills that must have found a run under way, of ten; the moments are random frames, or bytes."""

FORKING_CHILD = """
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

    def run(self, job: Path, kill_when: Callable[[], bool] | None = None) -> int:
        """Run a job, perhaps kill it; return its status, 9 if it was killed before its end."""
        print(job, file=self._send, flush=True)
        pid = self._number()
        if kill_when is not None:
            with suppress(ProcessLookupError):  # it is done
                while not kill_when():
                    os.kill(pid, 0)
                    time.sleep(POLL_SECONDS)
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
    command = [sys.executable, "-c", PROGRAM + FORKING_CHILD]
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


def at_size(folder: Path, size_bytes: int) -> Callable[[], bool]:
    """Return whether a movie that is being written has reached a size."""

    def reached() -> bool:
        with suppress(FileNotFoundError):  # it has its name now
            return any(p.stat().st_size >= size_bytes for p in folder.glob(".*.part.mkv"))
        return False

    return reached


def at_file(folder: Path, number: int) -> Callable[[], bool]:
    """Return whether a file of this number has appeared, hidden or not: it is being written."""
    return lambda: any(folder.glob(f"*{number:04d}*"))


@pytest.mark.parametrize("name", ["slow.####.exr", "slow.mkv"])
def test_a_killed_run_leaves_whole_files_and_the_next_one_ends_alike(
    runner: Runner, tmp_path: Path, name: str
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(6))
    job, output = write_job(tmp_path / "whole", source, name)
    assert runner.run(job) == 0
    expected = results(output)
    largest = max(map(len, expected.values()))
    moments = random.Random(3)
    in_the_middle = 0
    for k in range(KILLS // 2):
        job, output = write_job(tmp_path / str(k), source, name)
        size, number = moments.randrange(largest), moments.randrange(len(expected))
        is_movie = name == "slow.mkv"
        moment = at_size(output.parent, size) if is_movie else at_file(output.parent, number)
        killed = runner.run(job, moment) == signal.SIGKILL
        there = results(output)
        assert all(there[one] == expected[one] for one in there)
        in_the_middle += killed and journal_path(target_of(str(output)).manifest_path).exists()
        assert runner.run(job) == 0
        assert results(output) == expected
        assert not [path for path in output.parent.iterdir() if path.name.startswith(".")]
    assert not check(str(output)).problems
    assert in_the_middle >= LEAST_IN_THE_MIDDLE
