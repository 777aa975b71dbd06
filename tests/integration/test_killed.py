"""SIGKILL at twenty random moments: never half a file under a final name; the rerun ends alike."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from slowglass.core.pipeline.check_result import check
from slowglass.core.pipeline.delivery.records import journal_path
from slowglass.core.pipeline.delivery.target import target_of
from tests import clips
from tests.integration.killing import Runner, started_runner

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

KILLS = 20
PICTURES = 6
LEAST_IN_THE_MIDDLE = 3
"""Kills that must have found a run under way, of ten; the moments are random frames, or bytes."""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with started_runner() as started:
        yield started


def write_job(folder: Path, source: Path, name: str) -> tuple[Path, Path]:
    """Return a job file and its output."""
    folder.mkdir()
    output, job = folder / "out" / name, folder / "job.json"
    time_map = {"kind": "speed", "speed": "1/4"}
    options = {"model": "blend", "device": "cpu", "cuts": "none"}
    paths = {"source": str(source), "output": str(output), "preview": str(preview_of(job))}
    document = {"schema": "slowglass.job/1", **paths, "time": time_map, **options}
    job.write_text(json.dumps(document), "utf-8")
    return job, output


def preview_of(job: Path) -> Path:
    """Return where the preview of a job file goes: not where its frames do."""
    return job.with_name("look.mkv")


def words(job: Path) -> tuple[str, ...]:
    return "run", str(job), "--json"


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
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(PICTURES))
    job, output = write_job(tmp_path / "whole", source, name)
    assert runner.run(*words(job)) == 0
    expected, count = results(output), len(clips.read_movie_planes(preview_of(job)))
    assert count == 4 * PICTURES
    largest = max(map(len, expected.values()))
    moments = random.Random(3)
    in_the_middle = 0
    for k in range(KILLS // 2):
        job, output = write_job(tmp_path / str(k), source, name)
        size, number = moments.randrange(largest), moments.randrange(len(expected))
        is_movie = name == "slow.mkv"
        moment = at_size(output.parent, size) if is_movie else at_file(output.parent, number)
        killed = runner.run(*words(job), kill_when=moment) == signal.SIGKILL
        there = results(output)
        assert all(there[one] == expected[one] for one in there)
        look = preview_of(job)
        assert not look.exists() or len(clips.read_movie_planes(look)) == count
        in_the_middle += killed and journal_path(target_of(str(output)).manifest_path).exists()
        assert runner.run(*words(job)) == 0
        assert results(output) == expected
        assert len(clips.read_movie_planes(look)) == count
        for folder in (output.parent, job.parent):
            assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert not check(str(output)).problems
    assert in_the_middle >= LEAST_IN_THE_MIDDLE
