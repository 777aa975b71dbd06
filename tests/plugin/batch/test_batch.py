"""Many jobs in one process: each is answered, and what fails keeps no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slowglass.plugin.batch import arrivals, wait_until_settled
from slowglass.plugin.batch.settled import SETTLED_SECONDS as SHIPPED_SECONDS
from slowglass.plugin.cli.app import main
from tests import clips

SETTLED_SECONDS = 0.6
"""As short as a test can have it; a copy that pauses is written to ten times in that time."""


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clips.write_movie(tmp_path_factory.mktemp("media") / "a.mkv", clips.movie_frames(4))


@pytest.fixture(autouse=True)
def soon_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (wait_until_settled, arrivals):
        defaults = tuple(
            SETTLED_SECONDS if value == SHIPPED_SECONDS else value
            for value in function.__defaults__ or ()
        )
        monkeypatch.setattr(function, "__defaults__", defaults)


def job(source: Path, output: Path, **more: object) -> dict[str, Any]:
    time_map = {"kind": "speed", "speed": "1/2"}
    common = {"time": time_map, "model": "nearest", "device": "cpu"}
    return {"source": str(source), "output": str(output), **common, **more}


def told(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    *lines, last = map(json.loads, capsys.readouterr().out.splitlines())
    return lines, last


def test_fifty_jobs_with_three_bad_ones(
    movie: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(job(movie, tmp_path / f"{k}.mkv")) for k in range(50)]
    lines[7] = json.dumps(job(tmp_path / "gone.mkv", tmp_path / "7.mkv"))
    lines[20] = '{"source": "a.mkv",'
    lines[41] = json.dumps(job(movie, tmp_path / "41.mkv", modle="flow"))
    (tmp_path / "jobs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert main(["batch", str(tmp_path / "jobs.jsonl"), "--json"]) == 3
    outcomes, summary = told(capsys)
    assert summary == {"done": 47, "failed": 3, "exit_code": 3}
    failed = {one["job"]: one["error"] for one in outcomes if "error" in one}
    assert [failed[k]["code"] for k in (8, 21, 42)] == ["input_missing", "job_spec", "job_spec"]
    assert "modle" in failed[42]["message"]
    assert len([one for one in outcomes if one.get("result", {}).get("frames") == 8]) == 47
    assert len(list(tmp_path.glob("*.mkv"))) == 47


def test_what_was_done_before_is_kept(
    movie: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "jobs.jsonl").write_text(json.dumps(job(movie, tmp_path / "a.mkv")))
    for kept in (0, 8):
        assert main(["batch", str(tmp_path / "jobs.jsonl"), "--json"]) == 0
        (outcome,), _ = told(capsys)
        assert outcome["result"]["kept"] == kept


def test_toml_has_what_all_jobs_share(
    movie: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"""
    [defaults]
    source = "{movie.as_posix()}"
    model = "nearest"
    time = {{ kind = "speed", speed = "1/2" }}
    [[job]]
    output = "{(tmp_path / "a.mkv").as_posix()}"
    [[job]]
    output = "{(tmp_path / "b.mkv").as_posix()}"
    time = {{ kind = "speed", speed = "1/3" }}
    """
    (tmp_path / "jobs.toml").write_text(text, encoding="utf-8")
    assert main(["batch", str(tmp_path / "jobs.toml")]) == 0
    first, second, last = capsys.readouterr().out.splitlines()
    assert "a.mkv: 8 frames" in first and "b.mkv: 12 frames" in second
    assert last == "2 done, 0 failed"


@pytest.mark.parametrize("text", ["", "[jobs]\n", "[[job]\n", 'defaults = "a"\n[[job]]\n'])
def test_a_list_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "jobs.toml").write_text(text, encoding="utf-8")
    assert main(["batch", str(tmp_path / "jobs.toml")]) == 2


def grow(source: Path, target: Path, seconds: float) -> threading.Thread:
    """Copy a file in pieces for a while."""
    data, pieces = source.read_bytes(), 20

    def copy() -> None:
        with target.open("wb", buffering=0) as file:
            for k in range(pieces):
                file.write(data[k * len(data) // pieces : (k + 1) * len(data) // pieces])
                time.sleep(seconds / pieces)

    thread = threading.Thread(target=copy)
    thread.start()
    while not target.exists():
        time.sleep(0.01)
    return thread


def test_a_file_that_is_being_copied_is_waited_for(
    movie: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps(job(tmp_path / "b.mkv", tmp_path / "slow" / "b.mkv"))
    (tmp_path / "jobs.jsonl").write_text(line, encoding="utf-8")
    copying = grow(movie, tmp_path / "b.mkv", 2 * SETTLED_SECONDS)
    assert main(["batch", str(tmp_path / "jobs.jsonl"), "--json"]) == 0
    assert not copying.is_alive()
    (outcome,), _ = told(capsys)
    assert outcome["result"]["frames"] == 8


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.json"
    values = job(Path("x"), tmp_path / "slow" / "{name}.mkv")
    del values["source"]
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_a_watched_folder_gives_each_file_once_it_is_whole(
    movie: Path, tmp_path: Path, recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ready.mkv").write_bytes(movie.read_bytes())
    (folder / "notes.txt").write_text("no footage", encoding="utf-8")
    clips.write_sequence(
        folder / "shot", clips.movie_frames(3), "s.{:04d}.png", sample_type="uint8"
    )
    copying = grow(movie, folder / "copied.mkv", 3 * SETTLED_SECONDS)
    words = ["batch", str(recipe), "--watch", str(folder), "--idle", "1", "--json"]
    assert main(words) == 0
    assert not copying.is_alive()
    outcomes, summary = told(capsys)
    frames = {Path(one["source"]).name: one["result"]["frames"] for one in outcomes}
    assert frames == {"ready.mkv": 8, "shot": 6, "copied.mkv": 8}
    assert list(frames)[-1] == "copied.mkv", "what is whole does not wait for what is not"
    assert summary["done"] == 3


def test_a_file_that_is_written_anew_comes_again(movie: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(b"half")
    found: Iterator[Path] = arrivals(tmp_path, lambda: False, 1.0)
    assert next(found) == path
    path.write_bytes(movie.read_bytes())
    assert next(found) == path
    assert list(found) == []


def test_results_in_the_watched_folder_are_refused(recipe: Path, tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    words = ["batch", str(recipe), "--idle", "0", "--watch"]
    assert main([*words, str(tmp_path / "slow")]) == 2
    assert main([*words, str(tmp_path)]) == 2
    assert main([*words, str(tmp_path / "nowhere")]) == 3


def test_watching_ends_by_ctrl_c_with_a_summary(movie: Path, tmp_path: Path, recipe: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    words = [sys.executable, "-I", "-m", "slowglass.plugin", "batch", str(recipe), "--json"]
    process = subprocess.Popen([*words, "--watch", str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    old = time.time() - 60
    (folder / "a.mkv").write_bytes(movie.read_bytes())
    os.utime(folder / "a.mkv", (old, old))
    assert json.loads(process.stdout.readline())["result"]["frames"] == 8
    process.send_signal(signal.SIGINT)
    assert json.loads(process.communicate()[0]) == {"done": 1, "failed": 0, "exit_code": 0}
    assert process.returncode == 0
