"""Movies of variable frame rate: a result shows at each moment what the strip shows there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core import retime
from slowglass.core.job_json import job_from_json
from tests.clips import read_picture, write_movie
from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import SHOWN_CODES

TICKS_PER_SECOND = 600
DARKEST = 20


def late() -> list[int]:
    """As phones record: of 30 frames a second each twelfth comes one frame late."""
    return [20 * (k + k // 12) for k in range(96)]


def hole() -> list[int]:
    """One frame is missing."""
    return [20 * k for k in range(60) if k != 25]


def recording() -> list[int]:
    """As of a screen: frames come when something changes."""
    lengths = np.random.default_rng(3).integers(10, 150, 24)
    return [0, *map(int, np.cumsum(lengths))]


CLIPS = {"late.mov": late(), "hole.mov": hole(), "late.mkv": late(), "recording.mkv": recording()}
START_TICKS = 300
"""Of the first frame: time counts from there."""


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One movie of each kind, frame k with the code 20 + k."""
    folder = tmp_path_factory.mktemp("variable")
    return [write(folder / name, ticks) for name, ticks in CLIPS.items()]


def write(path: Path, ticks: list[int]) -> Path:
    frames = [np.full((32, 32, 3), (DARKEST + k) / 255, np.float32) for k in range(len(ticks))]
    timestamps = [tick + START_TICKS for tick in ticks]
    codec, pixel_format = ("png", "rgb24") if path.suffix == ".mov" else ("ffv1", "bgr0")
    time_base = Fraction(1, TICKS_PER_SECOND)
    return write_movie(
        path, frames, Fraction(30), codec, pixel_format, timestamps=timestamps, time_base=time_base
    )


@pytest.fixture(scope="module")
def results(
    blender: Blender, movies: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """For each movie what its strip and what its result show."""
    folder = tmp_path_factory.mktemp("frames")
    found = blender.run("variable", folder=str(folder), movies=[*map(str, movies)])
    for seen in found:
        retime(job_from_json(seen["job"]))
        out = Path(seen["job"]["output"]).parent
        pictures = [read_picture(out / name) for name in seen["files"]]
        seen["made"] = [float(picture[..., :3].mean()) * 255 for picture in pictures]
    yield dict(zip(CLIPS, found, strict=True))


@pytest.mark.parametrize("name", CLIPS)
def test_each_frame_shows_what_the_strip_shows_at_its_moment(
    results: dict[str, Any], name: str
) -> None:
    seen, ticks = results[name], CLIPS[name]
    rate = Fraction(seen["job"]["time"]["position_rate"])
    assert len(seen["shown"]) == len(seen["made"]) > len(ticks) - 2
    at_a_frame = 0
    for k, (shown, made) in enumerate(zip(seen["shown"], seen["made"], strict=True)):
        tick = k / rate * TICKS_PER_SECOND
        source = bisect_right(ticks, tick + Fraction(1, 2)) - 1
        assert shown == pytest.approx(DARKEST + source, abs=SHOWN_CODES), (name, k)
        if abs(tick - ticks[source]) <= 1:  # else the strip holds, and the result moves on
            assert made == pytest.approx(shown, abs=SHOWN_CODES), (name, k)
            at_a_frame += 1
        elif source + 1 < len(ticks):
            assert shown < made < shown + 1, (name, k)
    assert at_a_frame >= 3
