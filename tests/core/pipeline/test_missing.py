"""Source frames that are missing or damaged: refused by name, or replaced and recorded."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import SequenceGapError, UnreadableMediaError
from slowglass.core.frames import Frame, Layer, Window
from slowglass.core.pipeline import frame_map
from slowglass.core.pipeline.missing import black
from slowglass.core.timing import ConstantSpeed
from tests import clips

HALF = ConstantSpeed(Fraction(1, 2))


@pytest.fixture
def pattern(tmp_path: Path) -> str:
    """Eight frames from 1001; 1004 is not there, 1006 is cut off."""
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(8))
    frame(pattern, 1004).unlink()
    damaged = frame(pattern, 1006)
    damaged.write_bytes(damaged.read_bytes()[:-200])
    return pattern


def frame(pattern: str, number: int) -> Path:
    return Path(pattern.replace("####", str(number)))


def job(pattern: str, output: Path, missing: str, **options: object) -> JobSpec:
    spec: dict[str, object] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    return JobSpec(pattern, str(output), HALF, missing=missing, **spec)  # type: ignore[arg-type]


def run(pattern: str, folder: Path, missing: str, **options: object) -> RetimeResult:
    return retime(job(pattern, folder / "out" / "slow.####.exr", missing, **options))


def test_a_missing_frame_is_an_error_that_lists_it(pattern: str, tmp_path: Path) -> None:
    with pytest.raises(SequenceGapError, match="1004") as caught:
        run(pattern, tmp_path, "error")
    assert "--missing" in caught.value.hint


def test_a_range_that_does_not_need_the_missing_frame_is_done(pattern: str, tmp_path: Path) -> None:
    assert run(pattern, tmp_path, "error", first=0, last=1, cuts="auto").frames == 4


def test_a_damaged_frame_is_an_error_that_names_the_file(pattern: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableMediaError) as caught:
        run(pattern, tmp_path, "error", first=4, last=7)
    assert caught.value.path == str(frame(pattern, 1006))
    names = {path.name for path in (tmp_path / "out").glob("[!.]*")}
    assert names <= {"slow.1005.exr"}


@pytest.mark.parametrize("cuts", ["none", "auto"])
@pytest.mark.parametrize(
    ("policy", "made"),
    [
        ("interpolate", ["between 2 and 4 at 1/2", "between 4 and 6 at 1/2"]),
        ("hold", ["hold 2 (missing)", "hold 4 (missing)"]),
        ("black", ["black (missing)", "black (missing)"]),
    ],
)
def test_what_is_lost_is_replaced_noted_and_recorded(
    pattern: str, tmp_path: Path, policy: str, made: list[str], cuts: str
) -> None:
    result = run(pattern, tmp_path, policy, cuts=cuts)
    document = json.loads(Path(result.manifest).read_text("utf-8"))
    assert document["missing"] == [3, 5]
    assert [document["frames"][k]["what"] for k in (6, 10)] == made
    assert f"6: {made[0]}" in document["decisions"]
    assert any("1 source frames are missing: 1004" in note for note in result.notes)
    assert any("1 source frames cannot be read: 1006" in note for note in result.notes)
    assert not any("repeat" in note for note in result.notes)
    assert result.frames == 16


def test_hold_shows_the_frame_before_bit_for_bit(pattern: str, tmp_path: Path) -> None:
    run(pattern, tmp_path, "hold")
    for number in (1005, 1006, 1007, 1008):
        held = tmp_path / "out" / f"slow.{number}.exr"
        assert held.read_bytes() == frame(pattern, 1003).read_bytes()


def test_black_is_black(pattern: str, tmp_path: Path) -> None:
    run(pattern, tmp_path, "black")
    shown = clips.read_picture(tmp_path / "out" / "slow.1007.exr")
    assert shown.shape == (clips.HEIGHT, clips.WIDTH, 3)
    assert not shown.any()


def test_black_keeps_everything_but_the_pixels() -> None:
    window = Window(2, 3, 4, 5)
    layer = Layer(np.ones((5, 4, 1), np.uint32), ("id",), data_window=window, part=1)
    dark = black(Frame((layer,), window, {"a": 1}))
    assert dark.attributes == {"a": 1}
    assert (dark.layers[0].data_window, dark.layers[0].part) == (window, 1)
    assert dark.layers[0].pixels.dtype == np.uint32
    assert not dark.layers[0].pixels.any()


def test_a_clip_of_damage_alone_is_refused(tmp_path: Path) -> None:
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(2))
    for number in (1001, 1002):
        data = frame(pattern, number).read_bytes()
        frame(pattern, number).write_bytes(data[:-200])
    with pytest.raises(UnreadableMediaError, match="none can be read"):
        frame_map(job(pattern, tmp_path / "o.####.exr", "hold"))


def test_a_damaged_first_frame_is_replaced_by_the_next(tmp_path: Path) -> None:
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(4))
    frame(pattern, 1001).write_bytes(frame(pattern, 1001).read_bytes()[:-200])
    plan = frame_map(job(pattern, tmp_path / "o.####.exr", "interpolate"))
    assert [entry.source_frames for entry in plan[:3]] == [(1,), (1,), (1,)]
