"""Absurd numbers, names and files end at once in one line, with an exit code that says which."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from tests import clips

USAGE, INPUT, OUTPUT = 2, 3, 4
PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")


@pytest.fixture(scope="module")
def sequence(tmp_path_factory: pytest.TempPathFactory) -> str:
    return clips.write_sequence(tmp_path_factory.mktemp("in"), clips.movie_frames(3))


def ends(capsys: pytest.CaptureFixture[str], words: list[str], code: int) -> str:
    """Run a command that fails; return its one line."""
    capsys.readouterr()
    assert main(words) == code
    lines = capsys.readouterr().err.splitlines()
    assert "unexpected" not in lines[-1]
    return lines[-1]


def retime(source: str, output: Path | str, *more: str) -> list[str]:
    return ["retime", source, "-o", str(output), "--model", "blend", "--cuts", "none", *more]


@pytest.mark.parametrize(
    "words",
    [
        ["--factor", "1e9"],
        ["--speed", "1e-7"],
        ["--speed", "1e-30"],
        ["--speed", "1e-30", "--dry-run"],
        ["--speed", "1e999999"],
        ["--speed", "1/4", "--fps", "1e40"],
        ["--fps", "1e40"],
        ["--fps", "1e-40"],
        ["--speed", "1/4", "--source-fps", "1e100000000"],
        ["--speed", "1", "--range", "9" * 5000],
        ["--speed", "1", "--start-number", "9" * 5000],
    ],
)
def test_numbers_that_no_clip_has(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    ends(capsys, retime(sequence, tmp_path / "out" / "s.####.png", *words), USAGE)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("times", ["1e100000000", "1e-100000000", "1e5000", "1/0", "nan", "1e-40"])
def test_times_between_two_pictures(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], times: str
) -> None:
    left, right = (sequence.replace("####", number) for number in ("1001", "1002"))
    words = ["between", left, right, "-o", str(tmp_path / "m.####.png"), "--model", "blend"]
    if times == "1e-40":
        assert main([*words, "--times", times]) == 0
        return
    ends(capsys, [*words, "--times", times], USAGE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"frame_rate": "1e100000000"},
        {"frame_rate": "1e99"},
        {"source_rate": "1e5000"},
        {"source": "a\0b.exr"},
        {"source": "\ud800.exr"},
        {"output": "a\0b.####.exr"},
        {"output": "\ud800.####.exr"},
        {"preview": "\0.mp4"},
        {"model": "\0.pth"},
        {"time": {"kind": "freeze", "time_map": {"kind": "speed", "speed": "1"},
                  "at_seconds": "0", "duration_seconds": "1e9"}},
    ],
)  # fmt: skip
def test_jobs_of_absurd_values(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, object]
) -> None:
    job = {"schema": "slowglass.job/1", "source": sequence, "output": str(tmp_path / "s.####.png")}
    path = tmp_path / "job.json"
    path.write_text(json.dumps({**job, "model": "blend", **wrong}), "ascii")
    ends(capsys, ["run", str(path)], USAGE)


@PIPES
def test_pipes_and_devices_in_the_place_of_files_are_not_waited_for(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.json", "a.csv"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    output = tmp_path / "s.####.png"
    for name in ("a.json", "a.csv", "zero.json"):
        ends(capsys, retime(sequence, output, "--map", str(tmp_path / name)), INPUT)
        ends(capsys, ["run", str(tmp_path / name)], INPUT)
        cuts = ["--speed", "1", "--cuts", str(tmp_path / name)]
        ends(capsys, ["retime", sequence, "-o", str(output), *cuts], INPUT)
        ocio = ["--speed", "1", "--input-space", "x", "--ocio", str(tmp_path / name)]
        ends(capsys, retime(sequence, output, *ocio), INPUT)
        ends(capsys, ["train", "slomo", str(tmp_path / name), "-o", str(tmp_path / "run")], INPUT)


@PIPES
def test_a_pipe_among_the_models_is_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLOWGLASS_MODELS", str(tmp_path))
    os.mkfifo(tmp_path / "a.safetensors")
    assert main(["models"]) == 0
    assert "blend" in capsys.readouterr().out


@pytest.mark.parametrize("length", [230, 251, 300])
def test_a_name_that_is_too_long_is_one_line(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], length: int
) -> None:
    for name in ("x" * length + ".####.png", "x" * length + ".mkv"):
        ends(capsys, retime(sequence, tmp_path / name, "--speed", "50%"), OUTPUT)
    assert not list(tmp_path.iterdir())


def test_numbers_that_are_moments_are_no_clip(
    sequence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = Path(sequence.replace("####", "1001")).read_bytes()
    for name in ("IMG_20230101123456.exr", "IMG_20240103101010.exr"):
        (tmp_path / name).write_bytes(picture)
    assert "2" in ends(capsys, ["probe", str(tmp_path)], INPUT)
    ends(capsys, ["probe", str(tmp_path / "IMG_##############.exr")], INPUT)
    assert main(["probe", str(tmp_path / "IMG_20230101123456.exr")]) == 0
    assert "1 frames" in capsys.readouterr().out


def test_a_movie_of_a_year_is_refused_or_made_but_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamps = [0, 1, 2, 3, 365 * 24 * 3600 * 24]
    from fractions import Fraction

    movie = clips.write_movie(
        tmp_path / "year.mkv",
        clips.movie_frames(5),
        timestamps=[1000 * stamp // 24 for stamp in stamps],
        time_base=Fraction(1, 1000),
    )
    words = retime(str(movie), tmp_path / "o.mkv", "--speed", "50%")
    code = main(words)
    assert "unexpected" not in capsys.readouterr().err
    assert code in (0, USAGE, INPUT)
