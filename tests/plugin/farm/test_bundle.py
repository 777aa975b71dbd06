"""A job on a farm: its bundle by the model of Open Job Description, and in a real session of it."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import OutputExistsError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.pipeline import check, retime
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from slowglass.plugin.farm import write_bundle
from tests import clips

FRAMES = 7
PROGRAM = Path(sys.executable).with_name("slowglass")
OPENJD = Path(sys.executable).with_name("openjd")


@pytest.fixture
def job(tmp_path: Path) -> JobSpec:
    folder = tmp_path / "here; $(touch INJECTED)"
    folder.mkdir()
    source = clips.write_movie(folder / "clip.mkv", clips.movie_frames(FRAMES))
    return JobSpec(
        source=str(source),
        output=str(folder / "out" / "slow.####.exr"),
        time=ConstantSpeed(Fraction(1, 4)),
        model="blend",
        device="cpu",
        start_number=1001,
        preview=str(folder / "out" / "small.mp4"),
    )


def template(bundle: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((bundle / "template.json").read_text("utf-8"))
    return document


def session(bundle: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a bundle to its end by the command line of Open Job Description."""
    command: list[str | Path] = [
        OPENJD,
        "run",
        bundle / "template.json",
        "--step",
        "Check",
        "--run-dependencies",
    ]
    known = ["-p", f"file://{bundle / 'parameters.json'}", "-p", f"Slowglass={PROGRAM}"]
    return subprocess.run([*command, *known, *words], capture_output=True, text=True)


def frames(job: JobSpec) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(job.output).parent.glob("*.exr")}


@pytest.mark.skipif(not PROGRAM.exists(), reason="needs the installed command slowglass")
def test_a_bundle_runs_to_its_end_and_a_failed_task_runs_again(
    job: JobSpec, tmp_path: Path
) -> None:
    retime(job)
    expected = frames(job)
    here = Path(job.source).parent
    there, bundle = tmp_path / "there", tmp_path / "bundle"
    write_bundle(job, bundle, 10, lambda _: None)
    here.rename(there)
    for path in (there / "out").iterdir():
        path.unlink()
    failed = session(bundle)
    assert failed.returncode != 0
    assert "openjd_fail: " in failed.stdout and "clip.mkv" in failed.stdout
    rule = {"source_path_format": "POSIX", "source_path": str(here), "destination_path": str(there)}
    rules = json.dumps({"version": "pathmapping-1.0", "path_mapping_rules": [rule]})
    done = session(bundle, "--path-mapping-rules", rules)
    assert done.returncode == 0, done.stdout
    assert "openjd_progress: 100.0" in done.stdout
    made = {path.name: path.read_bytes() for path in (there / "out").glob("*.exr")}
    assert made == expected
    assert not check(str(there / "out" / "slow.####.exr")).problems
    assert (there / "out" / "small.mp4").exists()
    assert not list(tmp_path.rglob("INJECTED"))


def test_the_model_takes_the_template_and_tasks_keep_pairs_whole(
    job: JobSpec, tmp_path: Path
) -> None:
    from openjd.model import decode_job_template

    bundle = write_bundle(job, tmp_path / "bundle", 10, lambda _: None)
    document = template(tmp_path / "bundle")
    decode_job_template(template=document)
    parts = document["steps"][0]["parameterSpace"]["taskParameterDefinitions"][0]["range"]
    assert parts == ["1001-1012", "1013-1024", "1025-1028"]
    assert (bundle.frames, bundle.tasks) == (28, 3)


def test_a_movie_is_made_by_one_task(job: JobSpec, tmp_path: Path) -> None:
    movie = JobSpec(job.source, str(tmp_path / "slow.mkv"), job.time, model="blend", device="cuda")
    bundle = write_bundle(movie, tmp_path / "bundle", 10, lambda _: None)
    document = template(tmp_path / "bundle")
    assert bundle.tasks == 0
    assert [step["name"] for step in document["steps"]] == ["Finish", "Check"]
    assert document["steps"][0]["hostRequirements"]["amounts"][0]["name"] == "amount.worker.gpu"


def test_a_long_job_has_no_more_tasks_than_a_template_can_name(
    job: JobSpec, tmp_path: Path
) -> None:
    from openjd.model import decode_job_template

    slow = JobSpec(job.source, job.output, ConstantSpeed(Fraction(1, 400)), cuts="none")
    bundle = write_bundle(slow, tmp_path / "bundle", 1, lambda _: None)
    assert bundle.tasks <= FRAMES
    decode_job_template(template=template(tmp_path / "bundle"))


def test_a_folder_that_holds_something_is_left_alone(job: JobSpec, tmp_path: Path) -> None:
    file = tmp_path / "bundle" / "mine.txt"
    file.parent.mkdir()
    file.touch()
    with pytest.raises(OutputExistsError):
        write_bundle(job, file.parent, 10, lambda _: None)
    assert list(file.parent.iterdir()) == [file]


def test_the_command_says_how_to_go_on(
    job: JobSpec, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "job.json"
    file.write_text(json.dumps(job_to_json(job)), "utf-8")
    assert main(["farm", "bundle", str(file), "-o", str(tmp_path / "bundle")]) == 0
    said = capsys.readouterr().out
    assert "openjd run" in said and "deadline bundle submit" in said
    assert main(["farm", "bundle", str(file), "-o", str(tmp_path / "bundle")]) == 4
