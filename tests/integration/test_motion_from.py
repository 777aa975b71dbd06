"""Motion looked for in another clip of the same timing: without noise, smaller, or graded."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core import retime
from slowglass.core.job import JobSpec
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips
from tests.integration.captioned import STEP, pan
from tests.tolerances import MOTION_FROM_CLEAN_DB, MOTION_FROM_SMALL_DB

NOISE, COUNT = 0.08, 2
INSIDE = np.s_[8:-8, 16:-16]
INPUT, USAGE = 3, 2


def noisy(k: int) -> clips.Picture:
    grain = np.random.default_rng(k).normal(0, NOISE, pan(k).shape)
    codes = np.round(np.clip(pan(k) + grain, 0, 1) * 65535)
    return codes.astype(np.float32) / np.float32(65535)


def halved(picture: clips.Picture) -> clips.Picture:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    small: clips.Picture = picture.reshape(height, 2, width, 2, 3).mean((1, 3))
    return small


def write(folder: Path, frames: Sequence[clips.Picture]) -> str:
    return clips.write_sequence(folder, frames, "s.{:04d}.png")


def written(folder: Path, change: Callable[[clips.Picture], clips.Picture]) -> str:
    return write(folder, [change(pan(k)) for k in range(COUNT)])


def job(source: str, folder: Path, **options: Any) -> JobSpec:
    given: dict[str, Any] = {"model": "flow", "cuts": "none", "device": "cpu", "start_number": 1}
    return JobSpec(source, str(folder / "o.####.png"), ConstantSpeed(F(1, 2)), **given | options)


def decibels(folder: Path) -> float:
    """Return how near the made frame is to both noisy ones, each moved by half the true step."""
    made = clips.read_picture(folder / "o.0002.png")
    truth = (np.roll(noisy(0), -STEP // 2, 1) + np.roll(noisy(1), STEP // 2, 1)) / 2
    return float(-10 * np.log10(np.mean((made - truth)[INSIDE] ** 2)))


@pytest.fixture
def source(tmp_path: Path) -> str:
    return write(tmp_path / "in", [noisy(k) for k in range(COUNT)])


def test_motion_of_a_clean_a_small_and_a_graded_clip_moves_the_noisy_one(
    tmp_path: Path, source: str
) -> None:
    seen = {
        "own": "",
        "clean": written(tmp_path / "clean", lambda picture: picture),
        "small": written(tmp_path / "small", halved),
        "graded": written(tmp_path / "graded", lambda picture: 0.8 * picture**0.7),
    }
    found = {}
    for name, clip in seen.items():
        retime(job(source, tmp_path / f"out-{name}", motion_from=clip))
        found[name] = decibels(tmp_path / f"out-{name}")
    assert found["clean"] > found["own"] + MOTION_FROM_CLEAN_DB
    assert found["graded"] > found["own"] + MOTION_FROM_CLEAN_DB
    assert found["small"] > found["clean"] - MOTION_FROM_SMALL_DB
    assert found["small"] > found["own"] + MOTION_FROM_CLEAN_DB
    for frame in ("o.0001.png", "o.0003.png"):  # copies: no picture comes from the other clip
        original = Path(source.replace("####", "1001" if frame == "o.0001.png" else "1002"))
        assert (tmp_path / "out-clean" / frame).read_bytes() == original.read_bytes()


def test_a_movie_gives_motion_to_a_sequence_and_workers_do_the_same(
    tmp_path: Path, source: str
) -> None:
    movie = clips.write_movie(tmp_path / "clean.mkv", [pan(k) for k in range(COUNT)])
    for name, workers in (("one", 1), ("two", 2)):
        retime(job(source, tmp_path / name, motion_from=str(movie), workers=workers))
    one, two = ((tmp_path / name / "o.0002.png").read_bytes() for name in ("one", "two"))
    assert one == two


def test_another_clip_for_motion_is_another_job(tmp_path: Path, source: str) -> None:
    clip = written(tmp_path / "clean", lambda picture: picture)
    out = tmp_path / "out"
    first = retime(job(source, out, motion_from=clip))
    assert retime(job(source, out, motion_from=clip)).kept == first.frames
    written(tmp_path / "clean", lambda picture: picture[::-1])
    again = retime(job(source, out, motion_from=clip, overwrite="stale"))
    assert again.made == first.frames
    manifest = json.loads(next(out.glob("*slowglass.json")).read_text())
    assert manifest["job"]["motion_from"] == clip


@pytest.mark.parametrize(
    ("frames", "code", "says"),
    [
        ([pan(k) for k in range(3)], USAGE, "expected 2 frames to find motion in"),
        ([pan(k)[:, :-40] for k in range(2)], USAGE, "got 160 x 120"),
        ([], INPUT, "found"),
    ],
    ids=["more frames", "another shape", "not there"],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_clip_that_does_not_fit_is_one_line_and_makes_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    source: str,
    frames: list[clips.Picture],
    code: int,
    says: str,
    dry: list[str],
) -> None:
    clip = write(tmp_path / "other", frames)
    out = ["-o", str(tmp_path / "out" / "o.####.png"), "--speed", "50%", "--model", "blend"]
    assert main(["retime", source, *out, "--motion-from", clip, *dry, "--json"]) == code
    captured = capsys.readouterr()
    line = captured.err.strip().splitlines()[-1]
    assert line.startswith("slowglass: ")
    assert says in line
    assert not captured.out
    assert not (tmp_path / "out").exists()
