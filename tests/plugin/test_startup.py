"""A command loads what it computes with and nothing besides: it answers at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.job_json import job_to_json
from slowglass.core.timing import ConstantSpeed
from tests import clips

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "numpy", "numba", "cv2", "av", "OpenImageIO", "matplotlib", "safetensors")
MOVIES, PICTURES = {"numpy", "av"}, {"numpy", "OpenImageIO"}

PROBE = f"""
import sys
from slowglass.plugin.cli.app import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print("loaded:", *sorted(set(sys.modules) & set({HEAVY})))
sys.exit(code)
"""


def check_loads(arguments: Collection[str], libraries: Collection[str]) -> str:
    """Run a command to its end in a process of its own; return what it printed."""
    parts = [str(ROOT / part) for part in ("core", "plugin", "host_adapters")]
    result = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(parts), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert set(result.stdout.splitlines()[-1].split()[1:]) == set(libraries)
    return result.stdout


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small movie."""
    path = tmp_path_factory.mktemp("movie") / "clip.mkv"
    return str(clips.write_movie(path, clips.movie_frames(4)))


@pytest.fixture(scope="module")
def sequence(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Some EXR frames."""
    return clips.write_sequence(tmp_path_factory.mktemp("sequence"), clips.movie_frames(4))


@pytest.mark.parametrize("arguments", [["--help"], ["retime", "--help"], ["bench", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert "Usage" in check_loads(arguments, set())


@pytest.mark.parametrize("arguments", [["models"], ["models", "show", "flow"]])
def test_models_are_listed_without_loading_one(arguments: list[str]) -> None:
    assert "flow" in check_loads(arguments, set())


def test_a_movie_is_probed_by_what_reads_movies_alone(movie: str) -> None:
    assert "new shots begin at" in check_loads(["probe", movie], MOVIES)


def test_a_sequence_is_probed_by_what_reads_pictures_alone(sequence: str) -> None:
    assert "new shots begin at" in check_loads(["probe", sequence], PICTURES)


@pytest.mark.parametrize("more", [[], ["--model", "slowglass", "--duplicates", "smooth"]])
def test_a_dry_run_of_a_movie_makes_no_frame_and_loads_no_model(
    movie: str, more: list[str]
) -> None:
    arguments = ["retime", movie, "-o", "slow.mov", "--speed", "50%", "--dry-run", *more]
    assert "between 0 and 1 at 1/2" in check_loads(arguments, MOVIES)


@pytest.mark.parametrize("more", [[], ["--output-space", "ACEScg"]])
def test_a_dry_run_of_a_sequence_makes_no_frame_and_loads_no_model(
    sequence: str, more: list[str]
) -> None:
    arguments = ["retime", sequence, "-o", "slow.####.exr", "--speed", "50%", "--dry-run", *more]
    assert "between 0 and 1 at 1/2" in check_loads(arguments, PICTURES)


def test_a_bundle_for_a_farm_is_written_by_what_reads_pictures_alone(
    tmp_path: Path, sequence: str
) -> None:
    job = JobSpec(sequence, str(tmp_path / "slow.####.exr"), ConstantSpeed(Fraction(1, 2)))
    (tmp_path / "job.json").write_text(json.dumps(job_to_json(job)), encoding="utf-8")
    check_loads(
        ["farm", "bundle", str(tmp_path / "job.json"), "-o", str(tmp_path / "bundle")], PICTURES
    )


@pytest.mark.parametrize(("name", "libraries"), [("a.mov", MOVIES), ("a.####.exr", PICTURES)])
def test_a_result_is_checked_by_what_reads_it_alone(
    tmp_path: Path, movie: str, name: str, libraries: set[str]
) -> None:
    output = str(tmp_path / name)
    retime(JobSpec(movie, output, ConstantSpeed(Fraction(1, 2)), model="nearest"))
    assert "whole" in check_loads(["check", output], libraries)
