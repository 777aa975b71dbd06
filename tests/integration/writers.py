"""Several runs on one output at once, each in a process of its own."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from slowglass.core.pipeline import check
from slowglass.core.pipeline.delivery import target_of

WHOLE, OUTPUT = 0, 4
LATEST_START_SECONDS = 0.6

PROGRAM = """
import json, os, sys, time
import slowglass.core.composition.frame, slowglass.core.media.images.sink
import slowglass.core.media.movies.sink, slowglass.core.models.load, slowglass.core.models.simple
import slowglass.core.pipeline.run
from slowglass.core.pipeline.delivery import output
from slowglass.plugin.cli.app import main
"""
"""All that a run loads on use, so that each fork need not load it again."""

_CHILD = """
for line in sys.stdin:
    pids = []
    for job, delay in json.loads(line):
        pid = os.fork()
        if pid == 0:
            time.sleep(delay)
            sys.stdout = open(os.devnull, "w")
            os._exit(main(["run", job, "--json"]))
        pids.append(pid)
    ends = [os.waitpid(pid, 0)[1] for pid in pids]
    print(json.dumps([os.waitstatus_to_exitcode(end) for end in ends]), flush=True)
"""


class Writers:
    """Starts runs side by side; the program is imported once for all."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, jobs: Sequence[Path], delays: Sequence[float]) -> list[int]:
        """Start each job after its delay in seconds; return the exit codes in order."""
        assert self._process.stdin is not None and self._process.stdout is not None
        order = [[str(job), delay] for job, delay in zip(jobs, delays, strict=True)]
        print(json.dumps(order), file=self._process.stdin, flush=True)
        codes: list[int] = json.loads(self._process.stdout.readline())
        return codes


@contextmanager
def writers() -> Iterator[Writers]:
    """Give a way to start runs."""
    pipe: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", PROGRAM + _CHILD]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **pipe) as process:
        yield Writers(process)
        assert process.stdin is not None
        process.stdin.close()


def write_job(path: Path, source: Path, output: Path, **options: object) -> Path:
    """Write the job of a run; return its file."""
    document = {
        "schema": "slowglass.job/1",
        "source": str(source),
        "output": str(output),
        "time": {"kind": "speed", "speed": "1/4"},
        "model": "blend",
        "device": "cpu",
        "cuts": "none",
        **options,
    }
    path.write_text(json.dumps(document), "utf-8")
    return path


def one_round(
    runs: Writers, jobs: Sequence[Path], output: Path, moments: random.Random
) -> tuple[list[int], list[str]]:
    """Let several runs write one output; return their exit codes, and what does not agree.

    At least one must come to its end, the others may only say that the output is not theirs. What
    lies there is then whole, the job that made it finds nothing to do, and nothing hidden is left.
    """
    delays = [moments.random() * LATEST_START_SECONDS for _ in jobs]
    codes = runs.run(jobs, delays)
    wrong = [f"exit code {code}" for code in codes if code not in (WHOLE, OUTPUT)]
    if WHOLE not in codes:
        return codes, [*wrong, "no run came to its end"]
    wrong += [f"{problem.kind}: {problem.detail}" for problem in check(str(output)).problems]
    manifest = target_of(str(output)).manifest_path
    made_by = json.loads(manifest.read_text("utf-8"))["job"]
    winner = next(j for j in jobs if _wish(json.loads(j.read_text("utf-8"))) == _wish(made_by))
    if runs.run([winner], [0]) != [WHOLE]:
        wrong.append("the same job again is refused")
    if json.loads(manifest.read_text("utf-8"))["outcome"]["made"]:
        wrong.append("the same job again had something to make")
    wrong += [f"left: {path.name}" for path in output.parent.iterdir() if path.name[0] == "."]
    shutil.rmtree(output.parent)
    return codes, wrong


def _wish(job: dict[str, Any]) -> str:
    """Return what tells the jobs of a round apart."""
    return str(job["model"])
