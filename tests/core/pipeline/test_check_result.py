"""A delivered result is compared with its manifest, and read back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import CancelledError, MissingInputError, UnsupportedMediaError
from slowglass.core.pipeline.check_result import check
from slowglass.core.pipeline.delivery.records import file_digest, journal_path
from slowglass.core.pipeline.delivery.target import target_of
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips

FRAMES = 6


def deliver(folder: Path, source: str, name: str) -> Path:
    output = folder / "out" / name
    half = ConstantSpeed(Fraction(1, 2))
    retime(JobSpec(source, str(output), half, model="blend", device="cpu", cuts="none"))
    return output


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sequence of six frames and a movie of six, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("delivered")
    pattern = clips.write_sequence(folder / "in", clips.movie_frames(3))
    movie = clips.write_movie(folder / "in" / "clip.mkv", clips.movie_frames(3))
    deliver(folder / "sequence", pattern, "slow.####.exr")
    deliver(folder / "movie", str(movie), "slow.mkv")
    return folder


@pytest.fixture
def sequence(delivered: Path, tmp_path: Path) -> Path:
    shutil.copytree(delivered / "sequence" / "out", tmp_path / "out")
    return tmp_path / "out" / "slow.####.exr"


@pytest.fixture
def movie(delivered: Path, tmp_path: Path) -> Path:
    shutil.copytree(delivered / "movie" / "out", tmp_path / "out")
    return tmp_path / "out" / "slow.mkv"


def change(path: Path, at: int = -50) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def problems(output: Path) -> dict[str, tuple[str, ...]]:
    return {problem.kind: problem.files for problem in check(str(output)).problems}


@pytest.mark.parametrize("ask", ["slow.####.exr", "slow.%04d.exr", "slow.1003.exr", ""])
def test_a_whole_sequence_passes_by_any_of_its_names(sequence: Path, ask: str) -> None:
    report = check(str(sequence.parent / ask))
    assert (report.problems, report.frames, report.notes) == ((), FRAMES, ())
    assert report.manifest == str(target_of(str(sequence)).manifest_path)


def test_a_whole_movie_passes(movie: Path) -> None:
    report = check(str(movie))
    assert (report.problems, report.frames) == ((), FRAMES)


def test_every_kind_of_damage_is_told_with_its_files(sequence: Path) -> None:
    folder = sequence.parent
    (folder / "slow.1002.exr").unlink()
    cut = folder / "slow.1003.exr"
    cut.write_bytes(cut.read_bytes()[:-1])
    change(folder / "slow.1005.exr")
    shutil.copy(folder / "slow.1001.exr", folder / "slow.1007.exr")
    assert problems(sequence) == {
        "missing": ("slow.1002.exr",),
        "cut off": ("slow.1003.exr",),
        "changed": ("slow.1005.exr",),
        "foreign": ("slow.1007.exr",),
    }


def test_a_folder_without_frames_is_told_by_its_manifest(sequence: Path) -> None:
    for path in sequence.parent.glob("slow.*.exr"):
        path.unlink()
    assert len(problems(sequence)["missing"]) == FRAMES
    assert len(problems(sequence.parent)["missing"]) == FRAMES


def test_bytes_as_they_were_written_are_read_back_all_the_same(sequence: Path) -> None:
    damaged = sequence.parent / "slow.1004.exr"
    change(damaged)
    document = json.loads(target_of(str(sequence)).manifest_path.read_text("utf-8"))
    document["frames"][3]["blake2b"] = file_digest(damaged)
    target_of(str(sequence)).manifest_path.write_text(json.dumps(document), "utf-8")
    assert problems(sequence) == {"unreadable": ("slow.1004.exr",)}


def test_frames_that_the_manifest_does_not_list_are_a_wrong_count(sequence: Path) -> None:
    path = target_of(str(sequence)).manifest_path
    document = json.loads(path.read_text("utf-8"))
    del document["frames"][-1]
    path.write_text(json.dumps(document), "utf-8")
    assert problems(sequence) == {"foreign": ("slow.1006.exr",), "wrong count": ()}


def test_a_run_that_did_not_end_is_unfinished(sequence: Path) -> None:
    path = target_of(str(sequence)).manifest_path
    document = json.loads(path.read_text("utf-8"))
    path.unlink()
    lines = [{"job_hash": document["job_hash"]}, *document["frames"]]
    lines[-1] |= {"size_bytes": 0, "blake2b": ""}
    journal_path(path).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert problems(sequence) == {"unfinished": ("slow.1006.exr",)}


def test_a_manifest_that_is_cut_off_is_told(sequence: Path) -> None:
    path = target_of(str(sequence)).manifest_path
    path.write_bytes(path.read_bytes()[:-30])
    assert problems(sequence) == {"bad manifest": (path.name,)}


def test_without_a_manifest_what_can_be_read_is_read(sequence: Path) -> None:
    target_of(str(sequence)).manifest_path.unlink()
    (sequence.parent / "slow.1003.exr").unlink()
    change(sequence.parent / "slow.1004.exr")
    report = check(str(sequence))
    assert {p.kind: p.files for p in report.problems} == {
        "missing": ("slow.1003.exr",),
        "unreadable": ("slow.1004.exr",),
    }
    assert report.frames == FRAMES - 2
    assert "no manifest" in report.notes[0]


@pytest.mark.parametrize(
    ("damage", "kinds"),
    [
        (lambda path: path.unlink(), {"missing"}),
        (lambda path: path.write_bytes(path.read_bytes()[:2000]), {"cut off", "unreadable"}),
        (change, {"changed"}),
    ],
    ids=["missing", "cut off", "flipped"],
)
def test_damage_of_a_movie_is_told(
    movie: Path, damage: Callable[[Path], object], kinds: set[str]
) -> None:
    damage(movie)
    assert kinds <= problems(movie).keys()


def test_a_manifest_that_does_not_know_its_movie_is_told(movie: Path) -> None:
    path = target_of(str(movie)).manifest_path
    document = json.loads(path.read_text("utf-8"))
    document["frames"] = []
    path.write_text(json.dumps(document), "utf-8")
    assert problems(movie) == {"bad manifest": (path.name,)}


def test_a_movie_of_another_length_is_a_wrong_count(movie: Path) -> None:
    clips.write_movie(movie, clips.movie_frames(FRAMES + 1))
    assert {"changed", "wrong count"} <= problems(movie).keys()


@pytest.mark.parametrize("name", ["none.####.exr", "none.mkv", "none.0001.exr"])
def test_nothing_at_all_is_missing_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingInputError):
        check(str(tmp_path / name))


def test_a_folder_of_two_results_has_to_be_named(sequence: Path) -> None:
    (sequence.parent / "other.slowglass.json").write_text("{}")
    with pytest.raises(UnsupportedMediaError, match="2"):
        check(str(sequence.parent))


def test_a_check_can_be_stopped(sequence: Path) -> None:
    with pytest.raises(CancelledError):
        check(str(sequence), cancelled=lambda: True)


def test_the_command_says_each_kind_in_a_line_and_exits_with_3(
    sequence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(sequence)]) == 0
    assert "whole, 6 frames" in capsys.readouterr().out
    change(sequence.parent / "slow.1005.exr")
    (sequence.parent / "slow.1002.exr").unlink()
    assert main(["check", str(sequence)]) == 3
    head, *lines = capsys.readouterr().out.splitlines()
    assert "not whole" in head
    assert lines == ["  missing: slow.1002.exr", "  changed: slow.1005.exr"]
    assert main(["check", str(sequence), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["whole"] is False
    assert document["problems"][0] == {"kind": "missing", "files": ["slow.1002.exr"], "detail": ""}
