"""Frames of a result made again in another way, given back to the byte, kept by later runs."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.errors import (
    CancelledError,
    InputError,
    OutputExistsError,
    UnsupportedMediaError,
    UsageError,
)
from slowglass.core.job import JobSpec
from slowglass.core.pipeline import retime
from slowglass.core.pipeline.check_result import check
from slowglass.core.pipeline.mends import forget, mends_of, redo, undo
from slowglass.core.timing import ConstantSpeed
from tests import clips


def result_of(folder: Path, name: str = "slow.####.exr", **options: object) -> JobSpec:
    """Retime three frames of a moving square to a quarter, by no motion, and return the job."""
    source = clips.write_sequence(folder / "in", clips.movie_frames(3))
    fixed = {"model": "nearest", "device": "cpu", "cuts": "none"}
    job = JobSpec(
        source=source,
        output=str(folder / "out" / name),
        time=ConstantSpeed(Fraction(1, 4)),
        **{**fixed, **options},  # type: ignore[arg-type]
    )
    retime(job)
    return job


def files(job: JobSpec) -> dict[str, bytes]:
    """Return every file of a result, the manifest too, hidden ones as well."""
    folder = Path(job.output).parent
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def frame(there: dict[str, bytes], index: int) -> bytes:
    return there[f"slow.{1001 + index}.exr"]


def test_only_the_frames_that_are_named_change_and_undo_gives_the_very_files_back(
    tmp_path: Path,
) -> None:
    job = result_of(tmp_path)
    before = files(job)
    made = redo(job.output, [1, 2], "blend")
    after = files(job)
    assert made.frames == (1, 2)
    assert [Path(path).name for path in made.paths] == ["slow.1002.exr", "slow.1003.exr"]
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"slow.slowglass.json", "slow.1002.exr", "slow.1003.exr"}
    assert not check(job.output).problems
    undo(job.output)
    assert files(job) == before


@pytest.mark.parametrize(("how", "same_as"), [("hold-left", 0), ("hold-right", 4), ("cut", 0)])
def test_a_held_frame_shows_what_its_source_frame_shows(
    tmp_path: Path, how: str, same_as: int
) -> None:
    job = result_of(tmp_path, model="blend")
    redo(job.output, [1], how)
    shown = [
        clips.read_picture(Path(job.output.replace("####", str(1001 + k)))) for k in (1, same_as)
    ]
    assert (shown[0] == shown[1]).all()


def test_a_mend_on_a_mend_is_undone_one_at_a_time(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    whats = [files(job)]
    for how in ("blend", "hold-right"):
        redo(job.output, [1], how)
        whats.append(files(job))
    assert [mend.how for mend in mends_of(job.output)] == ["blend", "hold-right"]
    undo(job.output, [1])
    assert files(job) == whats[1]
    undo(job.output, [1])
    assert files(job) == whats[0]


def test_undo_without_frames_takes_the_latest_redo_alone(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    redo(job.output, [1, 2], "blend")
    first = files(job)
    redo(job.output, [3], "blend")
    assert undo(job.output).frames == (3,)
    assert files(job) == first


def test_what_was_forgotten_cannot_be_undone_and_stays_mended(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    redo(job.output, [1], "blend")
    mended = frame(files(job), 1)
    forget(job.output)
    assert [name for name in files(job) if name.startswith(".")] == []
    with pytest.raises(UsageError, match="forgotten"):
        undo(job.output)
    assert frame(files(job), 1) == mended
    assert [mend.how for mend in mends_of(job.output)] == ["blend"]


def test_a_later_run_keeps_mends_and_makes_lost_ones_again_as_they_were_mended(
    tmp_path: Path,
) -> None:
    job = result_of(tmp_path)
    redo(job.output, [1], "blend")
    redo(job.output, [2], "hold-right")
    mended = files(job)
    assert retime(job).made == 0
    assert {k: v for k, v in files(job).items() if k.endswith(".exr")} == {
        k: v for k, v in mended.items() if k.endswith(".exr")
    }
    for number in (1002, 1003):
        Path(job.output.replace("####", str(number))).unlink()
    assert retime(job).made == 2
    assert frame(files(job), 1) == frame(mended, 1)
    assert frame(files(job), 2) == frame(mended, 2)
    undo(job.output, [1, 2])
    assert not check(job.output).problems
    assert not mends_of(job.output)


def test_a_run_that_makes_all_anew_drops_the_mends(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    before = files(job)
    redo(job.output, [1], "blend")
    retime(JobSpec(**{**vars(job), "overwrite": "always"}))
    assert frame(files(job), 1) == frame(before, 1)
    assert not mends_of(job.output)
    assert [name for name in files(job) if name.startswith(".")] == []


@pytest.mark.parametrize("index", [0, 4, 12, -1])
def test_a_copy_or_a_frame_that_is_not_there_is_refused_and_nothing_changes(
    tmp_path: Path, index: int
) -> None:
    job = result_of(tmp_path)
    before = files(job)
    with pytest.raises(UsageError):
        redo(job.output, [1, index], "blend")
    assert files(job) == before


def test_a_frame_that_somebody_changed_is_not_replaced(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    path = Path(job.output.replace("####", "1002"))
    path.write_bytes(path.read_bytes() + b"painted")
    before = files(job)
    with pytest.raises(OutputExistsError, match="changed"):
        redo(job.output, [1], "blend")
    assert files(job) == before


def test_a_source_that_is_another_now_is_refused(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    before = files(job)
    Path(job.source.replace("####", "1003")).unlink()
    with pytest.raises(UnsupportedMediaError, match="other frames would follow"):
        redo(job.output, [1], "blend")
    assert files(job) == before


def test_a_cut_that_is_none_can_be_made_motion(tmp_path: Path) -> None:
    job = result_of(tmp_path, cuts=(1,))
    assert "hold 0 (cut)" in Path(job.output).with_name("slow.slowglass.json").read_text("utf-8")
    redo(job.output, [2], "blend")
    document = json.loads(Path(job.output).with_name("slow.slowglass.json").read_text("utf-8"))
    assert document["frames"][2]["what"] == "between 0 and 1 at 1/2 by blend"


def test_a_movie_is_refused_with_what_to_do(tmp_path: Path) -> None:
    job = result_of(tmp_path, "slow.mkv")
    with pytest.raises(UnsupportedMediaError, match="retime to a sequence"):
        redo(job.output, [1], "blend")


@pytest.mark.parametrize("name", ["slow.####.exr", "slow.####.png"])
def test_within_a_matte_a_frame_is_new_and_outside_as_it_was(tmp_path: Path, name: str) -> None:
    job = result_of(tmp_path, name)
    path = Path(job.output.replace("####", "1002"))
    before = clips.read_picture(path)
    redo(job.output, [1], "hold-right")
    new = clips.read_picture(path)
    undo(job.output)
    picture = np.zeros((*before.shape[:2], 3), np.float32)
    picture[:, 30:60], picture[:, 60:] = 0.5, 1
    matte = clips.write_sequence(tmp_path / "matte", [picture], "m.{:04d}.png", 1002)
    redo(job.output, [1], "hold-right", matte=matte)
    mixed = clips.read_picture(path)
    assert (mixed[:, :30] == before[:, :30]).all()
    assert (mixed[:, 60:] == new[:, 60:]).all()
    half = (before + new)[:, 30:60] / 2
    np.testing.assert_allclose(mixed[:, 30:60], half, atol=1e-3)
    assert (before[:, 60:] != new[:, 60:]).any() or (before[:, 30:60] != new[:, 30:60]).any()
    path.unlink()
    retime(job)
    assert (clips.read_picture(path) == mixed).all()


def test_a_matte_of_another_size_or_none_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    before = files(job)
    matte = clips.write_sequence(tmp_path / "matte", [np.ones((8, 8, 3), np.float32)], "m.{:d}.png")
    for given in (matte.replace("####", "1001"), str(tmp_path / "none.png")):
        with pytest.raises(InputError):
            redo(job.output, [1], "blend", matte=given)
        assert files(job) == before


def test_a_redo_that_is_stopped_changes_nothing(tmp_path: Path) -> None:
    job = result_of(tmp_path)
    before = files(job)
    with pytest.raises(CancelledError):
        redo(job.output, [1, 2], "blend", cancelled=lambda: True)
    assert files(job) == before
