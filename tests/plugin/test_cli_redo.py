"""``slowglass redo``: frames named by their numbers, mended, listed, given back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from tests import clips


@pytest.fixture
def result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A sequence of 12 frames from 1001 on; each fourth is a copy."""
    source = clips.write_sequence(tmp_path / "in", clips.movie_frames(3, speed=16))
    output = str(tmp_path / "out" / "slow.####.exr")
    options = ["--model", "nearest", "--device", "cpu", "--cuts", "none"]
    run(capsys, "retime", source, "-o", output, "--factor", "4", *options)
    return output


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 2
    return capsys.readouterr().err


def frames(result: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(result).parent.glob("*.exr")}


def test_numbers_and_ranges_are_those_of_the_files(
    result: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = frames(result)
    out = run(capsys, "redo", result, "--frames", "1002-1003,1006", "--model", "blend", "--json")
    assert json.loads(out)["frames"] == [1, 2, 5]
    after = frames(result)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"slow.1002.exr", "slow.1003.exr", "slow.1006.exr"}
    listed = run(capsys, "redo", result).splitlines()
    assert listed == [f"{number}  blend  (redo 1)" for number in (1002, 1003, 1006)]
    assert "3 mended: slow.1002.exr, slow.1003.exr, slow.1006.exr" in run(capsys, "check", result)
    run(capsys, "redo", result, "--undo", "--frames", "1006")
    run(capsys, "redo", result, "--undo")
    assert frames(result) == before
    assert run(capsys, "redo", result) == "no mends\n"


def test_what_check_doubts_is_a_list_that_redo_reads(
    result: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(capsys, "check", result).splitlines()
    doubts = [line for line in lines if line[:1].isdigit()]
    assert 1 <= len(doubts) <= 10
    listed = tmp_path / "worst.txt"
    listed.write_text("\n".join(["# the worst", "", *doubts]), "utf-8")
    out = run(capsys, "redo", result, "--from-list", str(listed), "--model", "blend", "--json")
    assert len(json.loads(out)["frames"]) == len(doubts)


def test_what_was_forgotten_is_said_to_be_so(
    result: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "redo", result, "--frames", "1002", "--model", "hold-left")
    run(capsys, "redo", result, "--forget")
    assert run(capsys, "redo", result) == "1002  hold-left  (redo 1, cannot be undone)\n"
    assert "forgotten" in refused(capsys, "redo", result, "--undo")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--frames", "1002", "--model", "blend", "--undo"], "expected one of"),
        (["--frames", "1002"], "expected what to do"),
        (["--model", "blend"], "expected which frames"),
        (["--frames", "900", "--model", "blend"], "expected frames within 1001-1012"),
        (["--frames", "1001", "--model", "blend"], "expected a made frame"),
        (["--frames", "x", "--model", "blend"], "expected a range"),
        (["--frames", "1002", "--undo"], "expected a mended frame"),
        (["--matte", "m.png"], "together with --matte"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(
    result: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = frames(result)
    assert said in refused(capsys, "redo", result, *words)
    assert frames(result) == before
