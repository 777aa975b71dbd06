"""Making data sets, training and evaluating from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from tests import clips


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_data_set_is_built_from_clips(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, seed in (("one é", 1), ("two #2", 5)):
        clips.write_movie(tmp_path / f"{name}.mkv", clips.movie_frames(8, seed))
    words = [str(path) for path in sorted(tmp_path.glob("*.mkv"))]
    output = tmp_path / "set 100%"
    options = ["--frames", "4", "--size", "32", "-o", str(output)]
    assert "2 windows to train on, 2 to validate" in run(
        capsys, "dataset", "build", *words, *options
    )
    document = json.loads(run(capsys, "dataset", "build", *words, *options, "--json"))
    assert [clip["windows"] for clip in document["clips"]] == [[0, 4], [0, 4]]
