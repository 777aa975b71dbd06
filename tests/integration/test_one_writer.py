"""One output has one writer: others are refused before they touch anything."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import OutputBusyError, OutputExistsError
from slowglass.core.lock import lock_path, only_writer
from slowglass.core.pipeline import Progress, check
from slowglass.core.pipeline.delivery import target_of
from slowglass.core.timing import ConstantSpeed
from tests import clips
from tests.integration.writers import OUTPUT, Writers, one_round, write_job, writers

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
ROUNDS = 2


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("movie")
    return clips.write_movie(folder / "clip.mkv", clips.movie_frames(6))


@pytest.fixture(scope="module")
def runs() -> Iterator[Writers]:
    with writers() as started:
        yield started


def job_of(source: Path, output: Path, **options: object) -> JobSpec:
    fixed: dict[str, object] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    quarter = ConstantSpeed(Fraction(1, 4))
    return JobSpec(str(source), str(output), quarter, **fixed)  # type: ignore[arg-type]


@FORKS
@pytest.mark.parametrize(
    ("name", "others"), [("slow.####.png", ["blend"]), ("slow.mkv", ["blend", "nearest"])]
)
def test_exit_codes_and_check_agree_however_many_start(
    runs: Writers, movie: Path, tmp_path: Path, name: str, others: list[str]
) -> None:
    output = tmp_path / "out" / name
    models = ["blend", *others]
    jobs = [
        write_job(tmp_path / f"{k}.json", movie, output, model=model, overwrite="stale")
        for k, model in enumerate(models)
    ]
    moments = random.Random(5)
    for _ in range(ROUNDS):
        assert one_round(runs, jobs, output, moments)[1] == []


@pytest.mark.parametrize("overwrite", ["never", "stale", "always"])
@pytest.mark.parametrize("name", ["slow.####.png", "slow.mkv"])
def test_a_second_run_is_refused_while_the_first_goes_on(
    movie: Path, tmp_path: Path, name: str, overwrite: str
) -> None:
    output = tmp_path / "out" / name
    refused: list[OutputBusyError] = []

    def second(progress: Progress) -> None:
        if progress.stage == "make" and progress.done == 3:
            with pytest.raises(OutputBusyError) as caught:
                retime(job_of(movie, output, model="nearest", overwrite=overwrite))
            refused.append(caught.value)

    first = retime(job_of(movie, output), on_progress=second)
    (error,) = refused
    assert error.exit_code == OUTPUT
    assert str(os.getpid()) in str(error)
    assert first.made == 24
    assert not check(str(output)).problems
    assert not [path for path in output.parent.iterdir() if path.name.startswith(".")]


def test_two_threads_of_one_process_are_two_writers(tmp_path: Path) -> None:
    result = tmp_path / "slow.slowglass.json"
    seen: list[bool] = []

    def second() -> None:
        try:
            with only_writer(result):
                seen.append(True)
        except OutputBusyError:
            seen.append(False)

    for _ in range(2):
        with only_writer(result):
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
    second()
    assert seen == [False, False, True]
    assert not lock_path(result).exists()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_lock_dies_with_its_process_and_its_file_hinders_nobody(tmp_path: Path) -> None:
    result = tmp_path / "slow.slowglass.json"
    code = (
        "import sys; from pathlib import Path; from slowglass.core.lock import only_writer\n"
        "with only_writer(Path(sys.argv[1])):\n print('locked', flush=True)\n sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(result)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        with pytest.raises(OutputBusyError, match=str(process.pid)), only_writer(result):
            pass
        process.send_signal(signal.SIGKILL)
    assert lock_path(result).exists()
    with only_writer(result) as notes:
        assert notes == ()
    assert not lock_path(result).exists()


def test_a_result_beside_another_of_its_base_name_is_refused_and_forgets_nothing(
    movie: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "s.####.exr", tmp_path / "s.####.png"
    retime(job_of(movie, first))
    for overwrite in ("never", "stale", "always"):
        with pytest.raises(OutputExistsError, match=r"s\.####\.exr"):
            retime(job_of(movie, second, overwrite=overwrite))
    assert not check(str(first)).problems
    assert retime(job_of(movie, tmp_path / "s.%04d.exr")).kept == 24


def test_a_shorter_result_in_place_of_a_longer_one_still_knows_the_rest(
    movie: Path, tmp_path: Path
) -> None:
    output = tmp_path / "s.####.png"
    retime(job_of(movie, output))
    shorter = retime(job_of(movie, output, last=2, overwrite="stale"))
    assert any("12 frames of an earlier result stay there" in note for note in shorter.notes)
    (problem,) = check(str(output)).problems
    assert (problem.kind, problem.files[0], len(problem.files)) == ("left over", "s.0012.png", 12)
    longer = retime(job_of(movie, output, overwrite="stale"))
    assert (longer.frames, longer.made) == (24, 24)
    assert not check(str(output)).problems


def test_frames_under_other_numbers_are_still_known_for_ours(movie: Path, tmp_path: Path) -> None:
    output = tmp_path / "s.####.png"
    retime(job_of(movie, output, start_number=1))
    moved = job_of(movie, output, start_number=3)
    with pytest.raises(OutputExistsError, match="another job"):
        retime(moved)
    retime(job_of(movie, output, start_number=3, overwrite="stale"))
    (problem,) = check(str(output)).problems
    assert (problem.kind, problem.files) == ("left over", ("s.0001.png", "s.0002.png"))
    assert target_of(str(output)).manifest_path.exists()
