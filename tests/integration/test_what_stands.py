"""Captions and letterboxes over a moving picture stay as they were filmed, whatever the model."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from slowglass.core import retime
from slowglass.core.errors import UsageError
from slowglass.core.job import JobSpec
from slowglass.core.mattes import DrawnMattes, MatteKey, MatteLayer, MatteShape, write_mattes
from slowglass.core.timing import ConstantSpeed, Readout, Shutter
from slowglass.plugin.sample import sample_folder
from tests import clips
from tests.integration.captioned import (
    BAR,
    HEIGHT,
    STEP,
    WHITE,
    WIDTH,
    captioned,
    pan,
    shifted,
    words,
    write_exr,
)

CODE = 1.01 / 255


def slowed(source: str, folder: Path, suffix: str = "exr", **options: Any) -> list[clips.Picture]:
    """Return the frames of a clip at a quarter of its speed; every fourth one is a copy."""
    output = folder / f"o.####.{suffix}"
    options = {"model": "flow", "cuts": "none", "device": "cpu"} | options
    retime(JobSpec(source, str(output), ConstantSpeed(F(1, 4)), start_number=1, **options))
    return [clips.read_picture(folder / f"o.{k:04}.{suffix}") for k in range(1, 6)]


def frames() -> list[clips.Picture]:
    return [captioned(k, words()) for k in range(2)]


def check_kept(made: list[clips.Picture]) -> None:
    inside = words()[..., 0] > 0.999
    assert inside.sum() > 400
    for one in made[1:4]:
        assert np.abs(one - made[0])[inside].max() <= CODE
        np.testing.assert_array_equal(one[:BAR], made[0][:BAR])
        np.testing.assert_array_equal(one[-BAR:], made[0][-BAR:])
        assert np.abs(one - made[0])[BAR:-BAR].max() > 10 * CODE  # the picture moved


@pytest.mark.parametrize("model", ["flow", "slowglass", "blend", "nearest", "flow+slowglass"])
def test_captions_stay_to_the_code_and_bars_to_the_bit(tmp_path: Path, model: str) -> None:
    source = clips.write_sequence(tmp_path / "in", frames(), "s.{:04d}.png")
    made = slowed(source, tmp_path / "out", "png", model=model)
    if model == "nearest":
        made[1] = made[2]  # it shows the left frame until the middle
    check_kept(made)


def test_they_stay_in_a_movie_of_ten_bits(tmp_path: Path) -> None:
    movie = clips.write_movie(tmp_path / "in.mkv", frames(), pixel_format="yuv444p10le")
    check_kept(slowed(str(movie), tmp_path / "out", "png"))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"model": "vectors", "vectors": "forward=motion.X,motion.Y;y=down"},
        {"input_space": "ACEScg", "output_space": "ACEScct"},
        {"shutter": Shutter(F(180))},
        {"rolling_shutter": Readout(F(40))},
    ],
    ids=["premultiplied light", "a renderer's vectors", "managed colour", "a shutter", "lines"],
)
def test_they_stay_in_exr(tmp_path: Path, options: dict[str, Any]) -> None:
    source = write_exr(tmp_path / "in", frames(), vectors="vectors" in options)
    check_kept(slowed(source, tmp_path / "out", **options))


def test_nothing_is_kept_where_nothing_shall_be(tmp_path: Path) -> None:
    source = clips.write_sequence(tmp_path / "in", frames(), "s.{:04d}.png")
    made = slowed(source, tmp_path / "out", "png", lock="none")
    inside = words()[..., 0] > 0.999
    assert np.abs(made[2] - made[0])[inside].max() > 10 * CODE


def counted(k: int) -> clips.Picture:
    """Return the pan under a digit that is another one in each frame."""
    covered = words("38"[k], left=320)
    picture: clips.Picture = pan(k) * (1 - covered) + WHITE * covered
    return picture


def test_in_a_drawn_matte_digits_change_at_once_and_the_rest_moves(tmp_path: Path) -> None:
    source = clips.write_sequence(tmp_path / "in", [counted(k) for k in range(2)], "s.{:04d}.png")
    box = MatteShape("rectangle", (MatteKey(F(0), ((70.0, 50.0), (110.0, 90.0))),))
    mattes = DrawnMattes(WIDTH, HEIGHT, (MatteLayer("digits", "still", (box,)),))
    write_mattes(mattes, tmp_path / "m.json")
    made = slowed(source, tmp_path / "out", "png", lock=f"{tmp_path / 'm.json'}:digits")
    inside, wide = np.s_[50:90, 70:110], np.s_[44:96, 64:116]
    for one, whole in zip(made[1:4], (made[0], made[4], made[4]), strict=True):
        np.testing.assert_array_equal(one[inside], whole[inside])
    rest = np.ones((HEIGHT, WIDTH), bool)
    rest[wide] = rest[:, :STEP] = rest[:, -STEP:] = False
    assert np.abs(made[2] - shifted(STEP // 2))[rest].mean() < CODE


@pytest.mark.parametrize(
    ("speed", "options", "shown"),
    [
        (F(2), {"shutter": Shutter(F(360))}, [0, 2]),
        (F(1, 2), {"rolling_shutter": Readout(F(40))}, [0, 1, 1, 2, 2]),
        (F(1), {"shutter": Shutter(F(180)), "rolling_shutter": Readout(F(40))}, [0, 1, 2]),
    ],
    ids=["a shutter over two frames", "lines", "both"],
)
def test_digits_of_several_moments_are_those_of_one_frame(
    tmp_path: Path, speed: F, options: dict[str, Any], shown: list[int]
) -> None:
    frames = [captioned(k, words("381"[k], left=320)) for k in range(3)]
    source = clips.write_sequence(tmp_path / "in", frames, "s.{:04d}.png")
    box = MatteShape("rectangle", (MatteKey(F(0), ((70.0, 50.0), (110.0, 90.0))),))
    mattes = DrawnMattes(WIDTH, HEIGHT, (MatteLayer("digits", "still", (box,)),))
    write_mattes(mattes, tmp_path / "m.json")
    job = JobSpec(source, str(tmp_path / "o.####.png"), ConstantSpeed(speed), model="flow")
    retime(replace(job, cuts="none", lock=str(tmp_path / "m.json"), start_number=0, **options))
    for k, index in enumerate(shown):
        made = clips.read_picture(tmp_path / f"o.{k:04}.png")
        filmed = clips.read_picture(tmp_path / "in" / f"s.{1001 + index}.png")
        np.testing.assert_array_equal(made[50:90, 70:110], filmed[50:90, 70:110])


def test_a_caption_does_not_go_along_where_motion_is_carried_on(tmp_path: Path) -> None:
    source = clips.write_sequence(tmp_path / "in", frames(), "s.{:04d}.png")
    output = tmp_path / "o.####.png"
    job = JobSpec(source, str(output), ConstantSpeed(F(1, 4)), model="flow", cuts="none")
    retime(replace(job, end="extrapolate", start_number=0))
    last, beyond = (clips.read_picture(tmp_path / f"o.{k:04}.png") for k in (4, 7))
    drawn = words()[..., 0]
    np.testing.assert_array_equal(beyond[drawn > 0.999], last[drawn > 0.999])
    near = (cv2.dilate(drawn, np.ones((9, 9))) > 0) & (drawn == 0)
    assert not np.any(beyond.min(2)[near] > WHITE - 5 / 255)


@pytest.mark.parametrize("count", [1, 2])
def test_one_picture_or_a_sequence_is_a_matte_of_what_is_kept(tmp_path: Path, count: int) -> None:
    source = clips.write_sequence(tmp_path / "in", [pan(0), pan(1)], "s.{:04d}.png")
    matte = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    matte[40:80, 50:150] = 1
    shown = clips.write_sequence(tmp_path / "matte", [matte] * count, "m.{:04d}.png")
    made = slowed(source, tmp_path / "out", "png", lock=shown)
    np.testing.assert_array_equal(made[1][40:80, 50:150], made[0][40:80, 50:150])
    np.testing.assert_array_equal(made[3][40:80, 50:150], made[4][40:80, 50:150])
    assert np.abs(made[1] - made[0])[:38].max() > 10 * CODE


@pytest.mark.parametrize(
    ("shape", "count", "says"),
    [((HEIGHT, WIDTH // 2), 2, "expected a matte of"), ((HEIGHT, WIDTH), 3, "got 200 x 120 and 3")],
)
def test_a_matte_of_another_size_or_length_makes_nothing(
    tmp_path: Path, shape: tuple[int, int], count: int, says: str
) -> None:
    source = clips.write_sequence(tmp_path / "in", [pan(0), pan(1)], "s.{:04d}.png")
    matte = [np.ones((*shape, 3), np.float32)] * count
    shown = clips.write_sequence(tmp_path / "matte", matte, "m.{:04d}.png")
    with pytest.raises(UsageError, match=says):
        slowed(source, tmp_path / "out", "png", lock=shown)
    assert not (tmp_path / "out").exists()


def test_a_wall_that_is_seen_between_spokes_is_no_lettering(tmp_path: Path) -> None:
    source = str(sample_folder() / "sample.1001.exr")
    auto, none = (
        slowed(source, tmp_path / lock, lock=lock, depth="none", first=8, last=9)
        for lock in ("auto", "none")
    )
    apart = np.abs(auto[2] - none[2])[..., :3].max(-1)
    assert (apart > 0.15).sum() < 100
