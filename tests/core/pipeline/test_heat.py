"""Confidence is written as a channel, or over the pictures of the result."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.errors import MissingInputError, OutputExistsError
from slowglass.core.job import JobSpec
from slowglass.core.media.movies import MovieSource
from slowglass.core.pipeline import retime, write_confidence
from slowglass.core.pixels import unit_values
from slowglass.core.timing import ConstantSpeed
from tests import clips


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four frames: two copies, and two that no motion made of a square that moves far."""
    folder = tmp_path_factory.mktemp("heat")
    source = clips.write_sequence(folder / "in", clips.movie_frames(2, speed=24))
    output = str(folder / "out" / "slow.####.exr")
    half = ConstantSpeed(Fraction(1, 2))
    retime(JobSpec(source, output, half, model="blend", device="cpu", cuts="none"))
    return output


def write(result: str, path: Path) -> list[str]:
    return write_confidence(result, str(path), lambda _: None, lambda: False)


def test_each_frame_has_a_channel_that_is_low_where_the_square_moves(
    result: str, tmp_path: Path
) -> None:
    copied, made, *_ = write(result, tmp_path / "heat.####.exr")
    assert Path(copied).name == "heat.1001.exr"
    sure, unsure = (clips.read_picture(Path(path))[..., 0] for path in (copied, made))
    assert (sure == 1).all()
    assert unsure.shape == (clips.HEIGHT, clips.WIDTH)
    assert unsure[24:44, 14:56].mean() < 0.5 < unsure[60:].mean()
    with pytest.raises(OutputExistsError):
        write(result, tmp_path / "heat.####.exr")


def test_a_movie_is_red_where_frames_are_not_sure_and_grey_elsewhere(
    result: str, tmp_path: Path
) -> None:
    (path,) = write(result, tmp_path / "heat.mp4")
    with MovieSource(path) as movie:
        frames = [unit_values(movie.read(k).layers[0].pixels) for k in range(2)]
    redness = [frame[..., 0] - frame[..., 2] for frame in frames]
    assert np.abs(redness[0]).mean() < 0.02
    assert redness[1][24:44, 14:56].mean() > 0.2


def test_where_nothing_is_known_that_is_said(tmp_path: Path) -> None:
    pattern = clips.write_sequence(tmp_path / "in", clips.movie_frames(2))
    with pytest.raises(MissingInputError, match="says how sure"):
        write(pattern, tmp_path / "heat.mp4")
