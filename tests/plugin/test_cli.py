"""The command line as people and machines use it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from tests import clips

BLEND = ["--model", "blend", "--device", "cpu"]


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    return str(clips.write_movie(folder / "my clip #1 50%.mkv", clips.movie_frames(8)))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_retime_says_what_was_made(
    movie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "retime", movie, "-o", str(tmp_path / "s.mkv"), "--factor", "4", *BLEND)
    assert "32 frames, 1.333 s at 24 fps (8 copied, 21 in between, 3 held)" in out
    assert "motion on cpu, pictures on cpu" in out


def test_a_dry_run_prints_the_frame_map_and_writes_nothing(
    movie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "s.mkv"
    words = ["retime", movie, "-o", str(target), "--speed", "40%", "--dry-run", *BLEND]
    document = json.loads(run(capsys, *words, "--json"))
    assert len(document["frames"]) == 20
    assert document["frames"][1] == {
        "output": 1,
        "source_position": "2/5",
        "what": "between 0 and 1 at 2/5",
    }
    assert "between 0 and 1 at 2/5" in run(capsys, *words)
    assert not list(tmp_path.iterdir())


def test_fps_alone_conforms_and_with_keep_duration_makes_frames(
    movie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["retime", movie, "--fps", "60", "--json", *BLEND]
    conformed = json.loads(run(capsys, *words, "-o", str(tmp_path / "c.mkv")))
    kept = json.loads(run(capsys, *words, "-o", str(tmp_path / "k.mkv"), "--keep-duration"))
    assert (conformed["frames"], conformed["duration_seconds"]) == (8, "2/15")
    assert (kept["frames"], kept["duration_seconds"]) == (20, "1/3")


def test_a_map_file_is_followed(
    movie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    positions = tmp_path / "map.csv"
    positions.write_text("output_frame,source_position\n0,0\n1,0.5\n2,3\n3,2.25\n")
    words = ["retime", movie, "-o", str(tmp_path / "s.mkv"), "--map", str(positions)]
    document = json.loads(run(capsys, *words, "--json", *BLEND))
    assert (document["counts"]["copied"], document["counts"]["in between"]) == (2, 2)


def test_a_cut_list_is_followed(
    movie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cuts = tmp_path / "cuts.txt"
    cuts.write_text("3\n6\n")
    words = ["retime", movie, "-o", str(tmp_path / "s.mkv"), "--speed", "1/2"]
    document = json.loads(run(capsys, *words, "--cuts", str(cuts), "--json", *BLEND))
    assert document["counts"]["held"] == 3


def test_a_range_of_a_sequence_is_in_its_own_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(6))
    output = tmp_path / "out" / "slow.####.exr"
    run(
        capsys,
        "retime",
        pattern,
        "-o",
        str(output),
        "--speed",
        "1/2",
        "--range",
        "1003-1004",
        *BLEND,
    )
    names = sorted(path.name for path in output.parent.glob("slow.*.exr"))
    assert names == [f"slow.{number}.exr" for number in range(1003, 1007)]


def test_between_makes_frames_with_every_channel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern = clips.write_sequence(tmp_path, clips.movie_frames(2))
    left, right = (pattern.replace("####", number) for number in ("1001", "1002"))
    words = ["between", left, right, "--times", "1/4,1/2,3/4", "--model", "flow"]
    out = run(capsys, *words, "-o", str(tmp_path / "out" / "m.####.exr"))
    assert [Path(line).name for line in out.split()] == ["m.0001.exr", "m.0002.exr", "m.0003.exr"]
    assert all(Path(line).exists() for line in out.split())


def test_probe_tells_facts_and_findings(movie: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(run(capsys, "probe", movie, "--json"))
    assert (document["frames"], document["frame_rate"], document["constant_rate"]) == (
        8,
        "24",
        True,
    )
    assert document["picture"]["cuts"] == []
    text = run(capsys, "probe", movie)
    assert "8 frames from 0, 0.333 s at 24 fps (constant)" in text
    assert "new shots begin at: none" in text


def test_probe_tells_of_holes_and_jitter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamps = [40 * tick + (2 if tick == 5 else 0) for tick in range(26) if tick not in (3, 11, 12)]
    movie = clips.write_movie(
        tmp_path / "a.mkv",
        clips.movie_frames(len(stamps)),
        timestamps=stamps,
        time_base=Fraction(1, 1000),
    )
    clock = json.loads(run(capsys, "probe", str(movie), "--quick", "--json"))["clock"]
    assert clock == {
        "kind": "ticks",
        "frame_rate": "25",
        "jitter_seconds": "1/500",
        "gaps": [[2, "2"], [9, "3"]],
    }
    text = run(capsys, "probe", str(movie), "--quick")
    assert "23 frames from 0, 1.040 s at 25 fps (even ticks)" in text
    assert "25 fps: frames that came up to 2 ms off its ticks are taken to be on them" in text
    assert "25 fps with 3 frames that never came, after frame 2 (0.080 s), 9 (0.400 s)" in text


def test_models_lists_names_and_licences(capsys: pytest.CaptureFixture[str]) -> None:
    names = [line.split()[0] for line in run(capsys, "models").splitlines()]
    assert names[:3] == ["nearest", "blend", "flow"]
    document = json.loads(run(capsys, "models", "--json"))
    assert all(model["licence"] for model in document["models"])


def test_the_speed_bench_compares_with_blend(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["bench", "speed", "--width", "64", "--height", "48", "--device", "cpu", "--json"]
    document = json.loads(run(capsys, *words))
    ratios = {row["model"]: row["frame_ratio"] for row in document["models"]}
    assert ratios["blend"] == 1
    assert set(ratios) == {"nearest", "blend", "flow", "slowglass"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_cleanly_and_a_second_run_goes_on(
    movie: str, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    output = tmp_path / "s.####.png"
    words = [sys.executable, "-m", "slowglass.plugin.cli.app", "retime", movie, *BLEND]
    words += ["-o", str(output), "--speed", "1/100", "--cuts", "none"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("s.*.png")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert "stopped" in err.splitlines()[-1]
    assert not list(tmp_path.glob(".*.part*"))
    made = len(list(tmp_path.glob("s.*.png")))
    assert 0 < made < 800
