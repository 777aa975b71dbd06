"""A damaged movie, from the command line: named, or bridged in a result of its length and rate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.core.media import open_source
from slowglass.core.pipeline.check_result import check
from slowglass.plugin.cli.app import main
from tests.core.media.movies.indexing.test_losses import COUNT, DAMAGES, RATE, made

NAMES = ["packets lost.ts", "header.mkv", "header, intra.avi", "key, intra.mxf", "tag.flv"]


@pytest.fixture(params=NAMES)
def damaged(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    kind, harm = DAMAGES[request.param]
    path = made(tmp_path / request.param, kind)
    harm(path)
    return path


def words(source: Path, output: Path, *more: str) -> list[str]:
    fixed = ["--speed", "50%", "--model", "nearest", "--device", "cpu", "--cuts", "none", "--json"]
    return ["retime", str(source), "-o", str(output), *fixed, *more]


def test_lost_frames_are_named(
    damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "slow.mov"
    assert main(words(damaged, output)) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert damaged.name in line
    assert "frame" in line
    assert not output.exists()


@pytest.mark.parametrize("policy", ["interpolate", "hold"])
def test_lost_frames_are_bridged_in_the_length_and_rate_of_the_clip(
    damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], policy: str
) -> None:
    output = tmp_path / "slow.mov"
    assert main(words(damaged, output, "--missing", policy)) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["frames"] == 2 * COUNT
    assert any("source frames cannot be read: " in note for note in result["notes"])
    assert json.loads(Path(result["manifest"]).read_text("utf-8"))["missing"]
    with open_source(str(output)) as movie:
        assert movie.info.clock.frame_rate == RATE
        assert movie.info.clock.duration_seconds == 2 * COUNT / RATE
    assert not check(str(output)).problems
