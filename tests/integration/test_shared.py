"""A job shared out among processes: the same bytes as from one, whoever dies, in whatever order."""

from __future__ import annotations

import json
import multiprocessing
import random
import threading
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.errors import JobSpecError, OutputBusyError, OutputExistsError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.lock import one_of_writers, only_writer
from slowglass.core.pipeline import Progress, check, prepared_job, retime, retime_part, runs
from slowglass.core.pipeline.delivery import target_of
from slowglass.core.pipeline.delivery.records import part_journals
from slowglass.core.pipeline.looked import read_looked, write_looked
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips

FRAMES = 7
KILLS = 2


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    return clips.write_movie(folder / "clip.mkv", clips.movie_frames(FRAMES))


def a_job(source: Path, folder: Path, workers: int = 1, model: str = "blend") -> JobSpec:
    return JobSpec(
        source=str(source),
        output=str(folder / "slow.####.exr"),
        time=ConstantSpeed(Fraction(1, 4)),
        model=model,
        device="cpu",
        workers=workers,
        start_number=1001,
    )


def pictures(job: JobSpec) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(job.output).parent.glob("*.exr")}


def hidden(job: JobSpec) -> list[str]:
    return [path.name for path in Path(job.output).parent.iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    job = a_job(source, tmp_path_factory.mktemp("alone"), model="flow")
    retime(job)
    return pictures(job)


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_make_what_one_makes(
    source: Path, alone: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    job = a_job(source, tmp_path, workers, "flow")
    told: list[Progress] = []
    result = retime(job, on_progress=told.append)
    assert pictures(job) == alone
    assert (result.made, result.kept) == (len(alone), 0)
    assert result.pairs_estimated == FRAMES - 1
    assert [one.done for one in told if one.stage == "make" and one.path] == list(
        range(1, len(alone) + 1)
    )
    assert not check(job.output).problems
    assert not hidden(job)


def test_a_plan_is_cut_between_pairs(source: Path, tmp_path: Path) -> None:
    plan = prepared_job(a_job(source, tmp_path)).plan
    cut = list(runs(plan, 5))
    assert [index for run in cut for index in run] == list(range(len(plan)))
    assert len(cut) > 2
    for run in cut[1:]:
        assert plan[run.start].source_frames != plan[run.start - 1].source_frames


def test_a_killed_workers_frames_are_made_by_others(source: Path, tmp_path: Path) -> None:
    whole = a_job(source, tmp_path / "whole")
    retime(whole)
    moments, deaths = random.Random(5), 0
    for k in range(KILLS):
        job = a_job(source, tmp_path / str(k), workers=2)
        deaths += killed_once(job, moments)
        assert pictures(job) == pictures(whole)
        assert not check(job.output).problems
        assert not hidden(job)
    assert deaths


def killed_once(job: JobSpec, moments: random.Random) -> bool:
    """Do a job, killing a worker after some random frame; return whether one died at work."""
    frames_left = moments.randrange(1, 20)

    def told(progress: Progress) -> None:
        nonlocal frames_left
        frames_left -= bool(progress.path)
        if frames_left == 0 and (workers := multiprocessing.active_children()):
            moments.choice(workers).kill()

    return any("died" in note for note in retime(job, on_progress=told).notes)


def test_parts_in_any_order_become_one_result(source: Path, tmp_path: Path) -> None:
    whole, job = a_job(source, tmp_path / "whole"), a_job(source, tmp_path / "parts")
    retime(whole)
    looked = prepared_job(job).looked
    for first, last in ((1020, None), (1008, 1019), (1008, 1019), (None, 1003)):
        retime_part(job, first, last, looked=looked)
    manifest = target_of(job.output).manifest_path
    assert len(part_journals(manifest)) == 3
    assert not manifest.exists()
    result = retime(job)
    assert (result.made, result.kept) == (4, len(pictures(whole)) - 4)
    assert pictures(job) == pictures(whole)
    assert not hidden(job)
    again = retime_part(job, 1001, 1004)
    assert (again.made, again.kept) == (0, 4)
    assert not check(job.output).problems


def test_a_part_of_another_job_is_not_taken_up(source: Path, tmp_path: Path) -> None:
    job = a_job(source, tmp_path)
    retime_part(job, 1001, 1004)
    with pytest.raises(OutputExistsError):
        retime(a_job(source, tmp_path, model="nearest"))


def test_who_is_alone_and_who_shares_keep_each_other_out(tmp_path: Path) -> None:
    result = tmp_path / "slow.slowglass.json"
    with one_of_writers(result), one_of_writers(result):
        with pytest.raises(OutputBusyError), only_writer(result):
            pass
    with only_writer(result), pytest.raises(OutputBusyError), one_of_writers(result):
        pass
    assert not list(tmp_path.iterdir())


def test_the_same_part_is_made_by_one(source: Path, tmp_path: Path) -> None:
    job, busy = a_job(source, tmp_path), threading.Event()
    free = threading.Event()

    def told(progress: Progress) -> None:
        if progress.path:
            busy.set()
            free.wait()

    thread = threading.Thread(
        target=retime_part, args=(job, 1001, 1008), kwargs={"on_progress": told}
    )
    thread.start()
    busy.wait()
    try:
        with pytest.raises(OutputBusyError):
            retime_part(job, 1001, 1008)
        with pytest.raises(OutputBusyError):
            retime(job)
        assert retime_part(job, 1009, 1012).made == 4
    finally:
        free.set()
        thread.join()


def test_parts_by_the_command_line(source: Path, tmp_path: Path) -> None:
    job = a_job(source, tmp_path / "out")
    file, looked = tmp_path / "job.json", tmp_path / "looked.json"
    file.write_text(json.dumps(job_to_json(job)), "utf-8")
    write_looked(looked, prepared_job(job).looked)
    assert read_looked(looked) == prepared_job(job).looked
    assert main(["run", str(file), "--frames=1001-1010", "--looked", str(looked)]) == 0
    assert len(pictures(job)) == 10
    assert main(["run", str(file), "--frames", "1011-1028", "--workers", "2"]) == 0
    assert main(["run", str(file)]) == 0
    assert not check(job.output).problems


@pytest.mark.parametrize(("first", "last"), [(1000, 1004), (1028, 1030), (5, 4)])
def test_frames_that_the_result_has_not_are_refused(
    source: Path, tmp_path: Path, first: int, last: int
) -> None:
    with pytest.raises(JobSpecError, match="1001-1028"):
        retime_part(a_job(source, tmp_path), first, last)


def test_a_movie_is_not_made_in_parts(source: Path, tmp_path: Path) -> None:
    movie = JobSpec(
        source=str(source),
        output=str(tmp_path / "slow.mkv"),
        time=ConstantSpeed(Fraction(1, 2)),
        model="blend",
        workers=2,
    )
    with pytest.raises(UsageError, match="sequence"):
        retime_part(movie, None, None)
    assert any("one worker" in note for note in retime(movie).notes)
