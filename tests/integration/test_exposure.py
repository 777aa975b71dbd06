"""Brighter or darker by powers of two: the result is so too, to the bit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, retime
from slowglass.core.timing import ConstantSpeed
from tests import clips

FRAMES = 3
HALF_RELATIVE = 1e-3
HALF_NORMAL = 6.2e-5
"""Below this half has fewer bits."""


def pictures() -> list[NDArray[np.float32]]:
    """A moving clip with a lamp, shadows below zero, a depth and a normal."""
    frames = []
    for k, picture in enumerate(clips.movie_frames(FRAMES, speed=3)):
        light = picture**2 - np.float32(0.05)
        light[24:30, 20 + 3 * k : 26 + 3 * k] = 500
        depth = 4 + picture[..., :1]
        frames.append(np.concatenate([light, depth], 2).astype(np.float32))
    return frames


def retimed(folder: Path, power: int, kind: str) -> NDArray[np.float32]:
    """The in-betweens of the clip 2^power times as bright."""
    folder.mkdir()
    for k, picture in enumerate(pictures()):
        height, width, channels = picture.shape
        spec = oiio.ImageSpec(width, height, channels, kind)
        spec.channelnames = ("R", "G", "B", "Z")
        output = oiio.ImageOutput.create(str(folder / f"in.{k}.exr"))
        assert output is not None
        assert output.open(str(folder / f"in.{k}.exr"), spec)
        assert output.write_image(np.ldexp(picture, power))
        assert output.close()
    job = JobSpec(
        str(folder / "in.#.exr"),
        str(folder / "out.#.exr"),
        ConstantSpeed(Fraction(1, 2)),
        source_rate=Fraction(24),
        start_number=0,
        device="cpu",
    )
    assert retime(job).counts["in between"] == FRAMES - 1
    return np.stack([clips.read_picture(folder / f"out.{k}.exr") for k in (1, 3)])


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.float32]:
    made = retimed(tmp_path_factory.mktemp("usual") / "clip", 0, "float")
    assert made.min() < -0.04
    assert made[..., :3].max() == 500
    return made


@pytest.mark.parametrize("power", [-8, -1, 5, 12, 20])
def test_a_float_clip_scaled_gives_the_result_scaled_exactly(
    usual: NDArray[np.float32], tmp_path: Path, power: int
) -> None:
    made = retimed(tmp_path / "clip", power, "float")
    np.testing.assert_array_equal(made, np.ldexp(usual, power))


@pytest.mark.parametrize("power", [-3, 0, 6])
def test_a_half_clip_scaled_agrees_within_its_precision(
    usual: NDArray[np.float32], tmp_path: Path, power: int
) -> None:
    made = retimed(tmp_path / "clip", power, "half") / 2**power
    seen = abs(made) * 2.0**power > HALF_NORMAL
    same_place = retimed(tmp_path / "again", 0, "half")
    np.testing.assert_allclose(made[seen], same_place[seen], rtol=HALF_RELATIVE)
    assert np.median(abs(made - usual)) < HALF_RELATIVE
