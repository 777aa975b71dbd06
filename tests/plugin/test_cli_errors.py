"""Bad input: one line that says what to do, the right exit code, nothing under a final name."""

from __future__ import annotations

import json
import os
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from slowglass.plugin.cli.show import STAGES
from tests import clips

INPUT, OUTPUT, USAGE, MODEL = 3, 4, 2, 6


def movie(folder: Path, name: str = "clip.mkv", count: int = 6) -> Path:
    return clips.write_movie(folder / name, clips.movie_frames(count))


def cut_off(path: Path, part: float = 0.5) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path


def audio_only(folder: Path) -> Path:
    with wave.open(str(folder / "sound.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return folder / "sound.wav"


def text(folder: Path, name: str = "note.mov", content: str = "not a movie\n") -> Path:
    (folder / name).write_text(content)
    return folder / name


def cut_off_mp4(folder: Path) -> Path:
    frames = clips.movie_frames(6)
    return cut_off(
        clips.write_movie(folder / "c.mp4", frames, codec="libx264", pixel_format="yuv420p")
    )


def cut_off_exr(folder: Path) -> Path:
    pattern = clips.write_sequence(folder, clips.movie_frames(3))
    cut_off(Path(pattern.replace("####", "1002")))
    return Path(pattern)


def sequence_with_a_gap(folder: Path) -> Path:
    pattern = clips.write_sequence(folder, clips.movie_frames(4))
    Path(pattern.replace("####", "1002")).unlink()
    return Path(pattern)


def sequence_of_two_sizes(folder: Path) -> Path:
    pattern = clips.write_sequence(folder, clips.movie_frames(2))
    clips.write_sequence(folder, [clips.texture(40, 60, 1)], first=1003)
    return Path(pattern)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "missing.mov", "found nothing"),
        (lambda folder: text(folder, content=""), ""),
        (text, ""),
        (audio_only, ""),
        (cut_off_mp4, ""),
        (lambda folder: cut_off(movie(folder, count=40)), ""),
        (cut_off_exr, "1002"),
        (sequence_with_a_gap, "1002"),
        (sequence_of_two_sizes, "size"),
        (lambda folder: folder / "empty_folder", ""),
    ],
    ids=[
        "missing file",
        "empty file",
        "text file",
        "audio only",
        "truncated mp4",
        "truncated mkv",
        "truncated exr",
        "gap",
        "two sizes",
        "empty folder",
    ],
)
def test_a_source_that_cannot_be_used_is_one_line_and_exit_code_3(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], Path],
    says: str,
) -> None:
    (tmp_path / "empty_folder").mkdir()
    source, output = make(tmp_path), tmp_path / "out"
    words = ["retime", str(source), "-o", str(output / "slow.####.exr"), "--speed", "50%"]
    code = main([*words, "--model", "blend", "--json"])
    check_one_line(capsys, says)
    assert code == INPUT
    assert not [p for p in output.glob("*.part*")]


def check_one_line(capsys: pytest.CaptureFixture[str], says: str = "") -> None:
    captured = capsys.readouterr()
    *before, line = captured.err.strip().splitlines()
    assert set(before) <= {STAGES["open"]}, captured.err
    assert line.startswith("slowglass: ")
    assert says in line
    assert not captured.out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--speed", "0"], "above 0"),
        (["--speed=-50%"], ""),
        (["--speed", "fast"], "fast"),
        (["--fps", "0"], ""),
        (["--speed", "50%", "--factor", "2"], "one of"),
        ([], "--speed"),
        (["--keep-duration", "--speed", "50%"], "--fps"),
        (["--speed", "50%", "--range", "9-3"], "first frame before"),
        (["--speed", "50%", "--range", "0-99"], "0-5"),
        (["--speed", "50%", "--device", "abacus"], "abacus"),
        (["--speed", "50%", "--cuts", "maybe.txt"], "maybe.txt"),
    ],
)
def test_options_that_make_no_sense_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    source = movie(tmp_path)
    output = tmp_path / "out" / "slow.mkv"
    code = main(["retime", str(source), "-o", str(output), "--model", "blend", *options])
    assert code in (USAGE, INPUT)
    check_one_line(capsys, says)
    assert not output.parent.exists()


def test_an_unknown_model_is_exit_code_6(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = movie(tmp_path)
    words = ["retime", str(source), "-o", str(tmp_path / "o.mkv"), "--speed", "1/2"]
    assert main([*words, "--model", "best"]) == MODEL
    check_one_line(capsys, "best")


def test_one_frame_alone_is_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = movie(tmp_path, count=1)
    words = ["retime", str(source), "-o", str(tmp_path / "o.mkv"), "--speed", "1/4", "--json"]
    assert main([*words, "--model", "blend"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["held"] == 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_exit_code_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, closed = movie(tmp_path), tmp_path / "closed"
    closed.mkdir(mode=0o500)
    words = ["retime", str(source), "-o", str(closed / "o.mkv"), "--speed", "1/2"]
    assert main([*words, "--model", "blend", "--cuts", "none"]) == OUTPUT
    check_one_line(capsys, "closed")


def test_an_output_folder_that_is_a_file_is_exit_code_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, blocked = movie(tmp_path), text(tmp_path, "blocked")
    words = ["retime", str(source), "-o", str(blocked / "o.####.exr"), "--speed", "1/2"]
    assert main([*words, "--model", "blend", "--cuts", "none", "--json"]) == OUTPUT
    check_one_line(capsys, "blocked")
    assert blocked.read_text() == "not a movie\n"


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"schema": "slowglass.job/1", "source": "a", "output": "b", "sped": "1/2"}, "'sped'"),
        ({"schema": "slowglass.job/9", "source": "a", "output": "b"}, "slowglass.job/9"),
        ({"schema": "slowglass.job/1", "output": "b"}, "source"),
        ({"schema": "slowglass.job/1", "source": "a", "output": "b", "end": "stop"}, "stop"),
        ({"schema": "slowglass.job/1", "source": "a", "output": "b", "first": "1"}, "first"),
    ],
)
def test_a_job_file_is_checked_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: dict[str, object], says: str
) -> None:
    job = tmp_path / "job.json"
    job.write_text(json.dumps(document))
    assert main(["run", str(job)]) == USAGE
    check_one_line(capsys, says)


def test_a_job_file_that_is_no_json_or_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(text(tmp_path, "job.json"))]) == USAGE
    check_one_line(capsys, "JSON")
    assert main(["run", str(tmp_path / "none.json")]) == INPUT
    check_one_line(capsys, "none.json")
