"""Data sets: built whole, cut-aware, the same every time, and gone on with."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from slowglass.core.errors import OutputExistsError, UsageError
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.training.dataset.build import DatasetSettings, build_dataset
from tests.clips import movie_frames, read_picture, write_movie, write_sequence

SETTINGS = DatasetSettings(frames=5, shorter_side=36)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A movie with a cut at frame 7, and two sequences, one of them in linear light."""
    folder = tmp_path_factory.mktemp("data") / "footage é"
    folder.mkdir()
    write_movie(folder / "cut.mkv", movie_frames(7) + movie_frames(12, seed=50))
    write_sequence(folder / "deep", movie_frames(6, seed=9), "x.{:04d}.png")
    write_sequence(folder / "deep", movie_frames(5, seed=20), "y.{:04d}.exr")
    return folder


@pytest.fixture(scope="module")
def built(footage: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built") / "set"
    build_dataset([footage], output, SETTINGS, validation_share=0.3)
    return output


def test_windows_cross_no_cut_and_say_where_they_come_from(built: Path) -> None:
    document = json.loads((built / "dataset.json").read_text(encoding="utf-8"))
    windows = {clip["source"].split("/")[-1]: clip["windows"] for clip in document["clips"]}
    assert windows == {"cut.mkv": [0, 7, 12], "x.####.png": [0], "y.####.exr": [0]}
    parts = [clip["part"] for clip in document["clips"]]
    assert sorted(parts) == ["train", "train", "validation"]
    listed = [*read_dataset(built / "train"), *read_dataset(built / "validation")]
    assert len(listed) == 5
    assert all(len(item.frames) == 5 for item in listed)


def test_pictures_are_those_of_the_source_made_smaller(footage: Path, built: Path) -> None:
    item = next(
        item
        for part in ("train", "validation")
        for item in read_dataset(built / part)
        if item.name.endswith("cut_mkv/000007")
    )
    truth = movie_frames(12, seed=50)[2]
    small = cv2.resize(truth, (48, 36), interpolation=cv2.INTER_AREA)
    picture = np.round(read_picture(item.frames[2]) * 255)
    assert picture.shape == (36, 48, 3)
    assert np.abs(picture / 255 - small).max() < 4 / 255


def test_the_same_clips_give_the_same_bytes(footage: Path, built: Path, tmp_path: Path) -> None:
    build_dataset([footage], tmp_path / "set", SETTINGS, validation_share=0.3)
    assert contents(tmp_path / "set") == contents(built)


def test_a_build_goes_on_where_it_stopped(footage: Path, built: Path, tmp_path: Path) -> None:
    output = tmp_path / "set"
    shutil.copytree(built, output)
    lost = next(output.rglob("*x_png"))
    shutil.rmtree(lost)
    (output / "dataset.json").unlink()
    half_done = lost.with_name(f".{lost.name}.part") / "000000"
    half_done.mkdir(parents=True)
    (half_done / "000.png").write_bytes(b"half a picture")
    kept = next(output.rglob("000007")) / "000.png"
    before = kept.stat().st_mtime_ns
    build_dataset([footage], output, SETTINGS, validation_share=0.3)
    assert contents(output) == contents(built)
    assert kept.stat().st_mtime_ns == before


def test_other_settings_want_another_folder(footage: Path, built: Path) -> None:
    with pytest.raises(OutputExistsError, match="settings"):
        build_dataset([footage], built, DatasetSettings(4, 36), validation_share=0.3)


def test_another_split_moves_whole_clips(footage: Path, built: Path, tmp_path: Path) -> None:
    output = tmp_path / "set"
    shutil.copytree(built, output)
    build_dataset([footage], output, SETTINGS, validation_share=0)
    assert len(read_dataset(output / "train")) == 5
    assert json.loads((output / "validation" / "index.json").read_text()) == []


def test_a_clip_that_cannot_be_read_or_is_too_short_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "footage"
    folder.mkdir()
    (folder / "broken.mov").write_bytes(b"no movie")
    write_movie(folder / "short.mkv", movie_frames(4))
    lines: list[str] = []
    document = build_dataset([folder], tmp_path / "set", SETTINGS, note=lines.append)
    notes = {clip["source"]: " ".join(clip["notes"]) for clip in document["clips"]}
    assert "left out" in notes["footage/broken.mov"]
    assert "no 5 frames in a row" in notes["footage/short.mkv"]
    assert len(lines) == 2
    assert not list((tmp_path / "set").rglob("*.part*"))


def test_a_variable_rate_is_cut_where_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "footage"
    folder.mkdir()
    ticks = [0, 40, 80, 120, 160, 240, 280, 320, 360, 400]
    write_movie(folder / "vfr.mkv", movie_frames(10), timestamps=ticks, time_base=Fraction(1, 1000))
    document = build_dataset([folder], tmp_path / "set", SETTINGS)
    assert document["clips"][0]["windows"] == [0, 5]


def test_a_data_set_among_its_sources_is_refused(footage: Path) -> None:
    with pytest.raises(UsageError, match="outside"):
        build_dataset([footage], footage / "set", SETTINGS)


@pytest.mark.parametrize("settings", [(2, 360), (12, 0)])
def test_windows_without_in_betweens_are_refused(settings: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="3 frames"):
        DatasetSettings(*settings)
