"""The small movie beside a result: all frames, as they lie there, whoever made them and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import CancelledError, OutputError, UsageError
from slowglass.core.frames import Frame
from slowglass.core.media.images import read_picture, read_seen
from slowglass.core.pipeline import Progress, check, retime_part
from slowglass.core.pipeline.delivery import preview as preview_module
from slowglass.core.pipeline.delivery.preview import Preview
from slowglass.core.timing import ConstantSpeed
from tests import clips
from tests.tolerances import PREVIEW_MEAN_DIFFERENCE

FRAMES = 4
COUNT = 2 * FRAMES
MANY, FEW = 40, 4


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frames 1001 to 1004, as PNG, that fade out to the right."""
    folder = tmp_path_factory.mktemp("in")
    fade = np.linspace(1, 0, clips.WIDTH, dtype=np.float32)
    alpha = fade[None, :, None].repeat(clips.HEIGHT, 0)
    pictures = [np.concatenate((one, alpha), 2) for one in clips.movie_frames(FRAMES, speed=8)]
    clips.write_sequence(folder, pictures, "shot.{:04d}.png")
    return folder / "shot.####.png"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are read for a preview."""
    names: list[str] = []

    def noted(path: Path, beauty: str = "") -> Frame:
        names.append(path.name)
        return read_seen(path, beauty)

    monkeypatch.setattr(preview_module, "read_seen", noted)
    return names


def job_of(
    source: Path | str, output: Path, speed: Fraction = Fraction(1, 2), **more: Any
) -> JobSpec:
    fixed: dict[str, Any] = {"model": "blend", "device": "cpu", "cuts": "none", **more}
    look = str(output.parent / "look.mp4")
    return JobSpec(str(source), str(output), ConstantSpeed(speed), **{"preview": look, **fixed})


def shown(job: JobSpec) -> list[NDArray[np.float32]]:
    with av.open(job.preview) as container:
        frames = container.decode(video=0)
        codes = [frame.to_ndarray(format="rgb24") for frame in frames]
    return [(one / 255).astype(np.float32) for one in codes]


def are_alike(one: Iterable[NDArray[np.float32]], other: Iterable[NDArray[np.float32]]) -> bool:
    """Return whether two previews show the same, frame by frame."""
    pairs = zip(one, other, strict=True)
    return all(np.abs(a - b).mean() < PREVIEW_MEAN_DIFFERENCE for a, b in pairs)


def stages(job: JobSpec) -> tuple[RetimeResult, list[tuple[int, int]]]:
    """Return a result, and what its run told of the preview."""
    told: list[Progress] = []
    result = retime(job, on_progress=told.append)
    return result, [(one.done, one.total) for one in told if one.stage == "preview"]


@pytest.mark.parametrize("name", ["s.####.exr", "s.####.png", "s.####.tif", "s.mkv", "s.mov"])
def test_what_is_shown_of_a_frame_in_memory_is_what_its_file_holds(
    source: Path, tmp_path: Path, read: list[str], name: str
) -> None:
    job = job_of(source, tmp_path / "out" / name)
    result, told = stages(job)
    assert (result.made, told, read) == (COUNT, [], [])
    made = shown(job)
    assert not are_alike(made, made[1:] + made[:1])
    Path(job.preview).unlink()
    result, told = stages(job)
    assert (result.made, told) == (0, [(k + 1, COUNT) for k in range(COUNT)])
    assert are_alike(shown(job), made)
    before = Path(job.preview).stat().st_mtime_ns
    assert stages(job)[1] == []
    assert Path(job.preview).stat().st_mtime_ns == before


def test_a_copied_movie_has_a_preview_too(tmp_path: Path) -> None:
    movie = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(FRAMES, speed=8))
    job = job_of(movie, tmp_path / "out" / "s.mkv", Fraction(1))
    retime(job)
    assert Path(job.output).read_bytes() == movie.read_bytes()
    made = shown(job)
    Path(job.preview).unlink()
    retime(job)
    assert are_alike(shown(job), made)


@pytest.mark.parametrize("name", ["s.####.exr", "s.mkv"])
def test_it_shows_all_frames_however_often_the_run_was_cut_off(
    source: Path, tmp_path: Path, read: list[str], name: str
) -> None:
    whole = job_of(source, tmp_path / "whole" / name)
    retime(whole)
    job = job_of(source, tmp_path / "out" / name)
    third = tmp_path / "out" / "s.1003.exr"
    with pytest.raises(CancelledError, match="stopped"):
        retime(job, cancelled=lambda: third.exists() or "mkv" in name)
    assert not list((tmp_path / "out").glob("*look*"))
    result = retime(job)
    assert len(read) == result.kept
    assert are_alike(shown(job), shown(whole))
    assert not check(job.output).problems


def test_files_that_lie_there_are_read_in_their_places_and_no_others(
    source: Path, tmp_path: Path, read: list[str]
) -> None:
    job = job_of(source, tmp_path / "out" / "s.####.exr")
    retime(job)
    whole = shown(job)
    for gone in ("look.mp4", "s.1003.exr", "s.1004.exr", "s.1007.exr"):
        (tmp_path / "out" / gone).unlink()
    result, told = stages(job)
    assert (result.made, result.kept) == (3, COUNT - 3)
    assert read == [f"s.{number}.exr" for number in (1001, 1002, 1005, 1006, 1008)]
    assert told == [(done, COUNT) for done in (1, 2, 5, 6, 8)]
    assert are_alike(shown(job), whole)


def test_who_cancels_while_files_are_read_is_heard(source: Path, tmp_path: Path) -> None:
    job = job_of(source, tmp_path / "out" / "s.####.exr")
    retime(job)
    for gone in ("look.mp4", "s.1008.exr"):
        (tmp_path / "out" / gone).unlink()
    told: list[Progress] = []
    with pytest.raises(CancelledError, match="stopped after 2 of 8 frames of the preview"):
        retime(
            job,
            on_progress=told.append,
            cancelled=lambda: bool(told) and told[-1] == Progress("preview", 2, COUNT),
        )
    assert not list((tmp_path / "out").glob("*look*"))
    assert retime(job).kept == COUNT


def test_a_name_that_no_movie_can_have_is_refused_before_any_frame(
    source: Path, tmp_path: Path
) -> None:
    job = job_of(
        source, tmp_path / "out" / "s.####.exr", preview=str(tmp_path / "out" / "look.xyz")
    )
    with pytest.raises(UsageError, match=r"look\.xyz"):
        retime(job)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["s.####.exr", "s.mkv"])
def test_no_frame_is_lost_for_a_preview_that_cannot_be_written(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    job = job_of(source, tmp_path / "out" / name)
    show = Preview._show

    def full(self: Preview, index: int, packed: Any) -> None:
        if index == 2:
            raise OutputError("expected to write the file, the system says: full")
        show(self, index, packed)

    told: list[Progress] = []
    with monkeypatch.context() as patch, pytest.raises(OutputError, match="full"):
        patch.setattr(Preview, "_show", full)
        retime(job, on_progress=told.append)
    assert [one.done for one in told if one.stage == "make"] == list(range(COUNT + 1))
    assert not list((tmp_path / "out").glob("*look*"))
    result, told_of = stages(job)
    assert (result.made, result.kept, len(told_of)) == (0, COUNT, COUNT)
    assert len(shown(job)) == COUNT


def test_what_others_made_in_parts_is_shown(source: Path, tmp_path: Path) -> None:
    whole, job = (job_of(source, tmp_path / name / "s.####.exr") for name in ("whole", "out"))
    retime(whole)
    for first, last in ((1001, 1003), (1006, 1008)):
        retime_part(job, first, last)
        assert not Path(job.preview).exists()
    assert retime(job).made == COUNT - 6
    assert are_alike(shown(job), shown(whole))


def test_display_code_in_exr_looks_as_its_source_does(tmp_path: Path) -> None:
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(FRAMES), "shot.{:04d}.png")
    job = job_of(pattern, tmp_path / "out" / "s.####.exr", colour="keep_code")
    retime(job)
    picture = read_picture(tmp_path / "in" / "shot.1001.png").layers[0].pixels / 65535
    assert abs(np.mean(shown(job)[0]) - np.mean(picture)) < PREVIEW_MEAN_DIFFERENCE


def test_few_frames_are_held_however_many_files_are_read(tmp_path: Path) -> None:
    pattern = clips.write_sequence(tmp_path, clips.movie_frames(1))
    picture = read_picture(Path(pattern.replace("####", "1001")))
    read: list[Path] = []

    def frames(files: Iterable[Path]) -> Iterator[Frame]:
        for file in files:
            read.append(file)
            yield picture

    files = iter([tmp_path] * MANY)
    movie = Preview(tmp_path / "look.mp4", (48, 64), Fraction(24), MANY, files, frames)
    ahead: list[int] = []
    movie.close(lambda told: ahead.append(len(read) - told.done), lambda: False)
    assert len(ahead) == MANY
    assert max(ahead) <= FEW
