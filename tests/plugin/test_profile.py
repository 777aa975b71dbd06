"""Where the time of a job went, as people and trace viewers read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.core.pipeline import StageTime
from slowglass.plugin.cli.app import main
from slowglass.plugin.profile import HEAD, lines
from tests import clips

MAKING = ("read", "estimate", "compose", "pack", "put")


def test_a_table_has_a_row_for_each_stage_and_one_for_what_is_left() -> None:
    stage = StageTime("compose", 24, 6.5, 5.25, 1.5, 0.125)
    head, row, rest = lines([stage], 9.0)
    assert head == HEAD
    assert row.split() == ["compose", "6.50", "5.25", "1.50", "0.12", "24"]
    assert rest.split() == ["libraries", "3.75"]


def test_a_profile_tells_of_all_frames_and_lies_beside_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    movie = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(4))
    words = ["retime", str(movie), "-o", str(tmp_path / "o" / "s.####.png"), "--speed", "50%"]
    words += ["--model", "blend", "--device", "cpu", "--cuts", "none", "--profile"]
    assert main(words) == 0
    told = capsys.readouterr().err.splitlines()
    items = {line.split()[0]: line.split()[-1] for line in told if line.startswith(MAKING)}
    assert items == dict.fromkeys(MAKING, "8")
    trace = tmp_path / "o" / "s.slowglass.trace.json"
    assert f"trace: {trace}," in told[-1]
    events = json.loads(trace.read_text("utf-8"))["traceEvents"]
    assert {"read", "estimate", "compose", "pack", "put", "waits for work"} <= {
        event["name"] for event in events
    }
    assert main(words) == 0  # one of ours is replaced
    trace.write_text("mine", "utf-8")
    assert main(words) == 4
    assert trace.read_text("utf-8") == "mine"
