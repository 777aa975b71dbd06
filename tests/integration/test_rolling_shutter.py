"""Pictures read line by line are straight again: each line is taken at its own time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core.job import JobSpec
from slowglass.core.pipeline import retime
from slowglass.core.timing import (
    Between,
    ConstantSpeed,
    Copy,
    Extrapolate,
    FramePlan,
    LineTimes,
    Readout,
    Side,
    SourceClock,
    bands,
)
from slowglass.plugin.cli.app import main
from tests import clips
from tests.tolerances import STRAIGHT_PIXELS

HEIGHT, WIDTH, FRAMES = 96, 128, 5
RATE = 24
PIXELS_A_FRAME = 8.0
MARGIN = 16
"""Pixels at the edges that come from outside the picture."""
MILLISECONDS = Fraction(125, 4)
"""Three quarters of a frame."""
HALF = Fraction(1, 2)
LINES = 8
"""Of a band in which a shift is measured."""

Plane = NDArray[np.float64]


def scene(x: Plane, y: Plane) -> Plane:
    """Light of a scene at rest, at any place."""
    waves = [
        np.sin(x * step + y * tilt) for step, tilt in ((0.31, 0.05), (0.23, -0.31), (0.05, 0.4))
    ]
    return np.stack([0.5 + 0.2 * wave + 0.1 * waves[0] for wave in waves], 2)


def filmed(time: float, way: tuple[float, float], readout: float, side: Side) -> Plane:
    """A pan at a time in frames, by a camera that takes ``readout`` of a frame to read it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    part = (y + 0.5) / HEIGHT if side in ("top", "bottom") else (x + 0.5) / WIDTH
    delay = readout * (part - 0.5) * (1 if side in ("top", "left") else -1)
    moment = time + delay
    return scene(x - way[0] * moment, y - way[1] * moment)


def shifts(picture: Plane, true: Plane, axis: int) -> Plane:
    """How far bands of lines lie from where they should, in pixels along an axis."""
    inside = slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN)
    slope = np.gradient(true, axis=axis)[inside]
    apart = (true - picture)[inside]
    edges = range(0, slope.shape[0], LINES)
    across = np.add.reduceat((apart * slope).sum((1, 2)), edges)
    return np.asarray(across / np.add.reduceat((slope**2).sum((1, 2)), edges))


def source(folder: Path, way: tuple[float, float], side: Side = "top") -> str:
    readout = float(MILLISECONDS) * RATE / 1000
    frames = [filmed(k, way, readout, side).astype(np.float32) for k in range(FRAMES)]
    return clips.write_sequence(folder, frames)


def straightened(source: str, folder: Path, speed: Fraction, side: Side = "top") -> list[Plane]:
    output = folder / "straight.####.exr"
    job = JobSpec(
        source,
        str(output),
        ConstantSpeed(speed),
        device="cpu",
        model="flow",
        rolling_shutter=Readout(MILLISECONDS, side),
    )
    retime(job)
    files = sorted(folder.glob("straight.*.exr"))
    return [clips.read_picture(path).astype(np.float64) for path in files]


@pytest.mark.parametrize("speed", [Fraction(1), Fraction(1, 2)])
@pytest.mark.parametrize("way", [(PIXELS_A_FRAME, 0.0), (0.0, PIXELS_A_FRAME)], ids=["pan", "tilt"])
def test_a_pan_is_straight_again(tmp_path: Path, way: tuple[float, float], speed: Fraction) -> None:
    axis = 1 if way[0] else 0
    clip = source(tmp_path / "in", way)
    skewed = clips.read_picture(Path(clip.replace("####", "1003"))).astype(np.float64)
    assert np.abs(shifts(skewed, filmed(2, way, 0, "top"), axis)).max() > 3 * STRAIGHT_PIXELS
    made = straightened(clip, tmp_path, speed)
    assert len(made) == FRAMES / speed
    for k, picture in enumerate(made[: round((FRAMES - 1) / speed) + 1]):
        off = shifts(picture, filmed(k * float(speed), way, 0, "top"), axis)
        assert np.abs(off).max() < STRAIGHT_PIXELS, f"frame {k}: {off}"


@pytest.mark.parametrize("side", ["bottom", "left", "right"])
def test_the_first_line_may_be_anywhere(tmp_path: Path, side: Side) -> None:
    way = (0.6 * PIXELS_A_FRAME, 0.8 * PIXELS_A_FRAME)
    clip = source(tmp_path / "in", way, side)
    picture = straightened(clip, tmp_path, Fraction(1), side)[2]
    true = filmed(2, way, 0, side)
    if side in ("left", "right"):
        picture, true = picture.swapaxes(0, 1), true.swapaxes(0, 1)
    for axis in (0, 1):
        assert np.abs(shifts(picture, true, axis)).max() < STRAIGHT_PIXELS


def plan(speed: Fraction = Fraction(1), cuts: tuple[int, ...] = (), count: int = 6) -> FramePlan:
    clock = SourceClock(Fraction(RATE), count)
    return FramePlan.build(ConstantSpeed(speed), clock, cuts=cuts)


def test_lines_take_the_pair_of_their_time() -> None:
    made = plan()
    upper, lower = bands(made, made[2], Readout(MILLISECONDS))[::-1]
    assert [upper.start, upper.stop, lower.start, lower.stop] == [0, HALF, HALF, 1]
    assert isinstance(upper.entry, Between)
    assert isinstance(lower.entry, Between)
    assert (upper.entry.source_frames, lower.entry.source_frames) == ((2, 3), (1, 2))
    assert upper.entry.lines == LineTimes(Fraction(3, 8), Fraction(-3, 8))
    assert lower.entry.lines == LineTimes(Fraction(11, 8), Fraction(5, 8))


def test_a_frame_between_two_may_need_no_other() -> None:
    made = plan(HALF)
    (only,) = bands(made, made[3], Readout(MILLISECONDS, "right"))
    assert only.entry.source_frames == (1, 2)
    lines = LineTimes(Fraction(1, 8), Fraction(7, 8), are_columns=True)
    assert only.entry == Between(3, Fraction(3, 2), 1, 2, HALF, lines=lines)


def test_at_the_ends_of_a_shot_motion_goes_on() -> None:
    made = plan(cuts=(3,))
    for frame, pair in ((0, (0, 1)), (2, (1, 2)), (3, (3, 4)), (5, (4, 5))):
        found = bands(made, made[frame], Readout(MILLISECONDS))
        assert {band.entry.source_frames for band in found} == {pair}
        assert [type(band.entry) for band in found].count(Extrapolate) == 1


def test_a_shot_of_one_frame_stays() -> None:
    made = plan(cuts=(3, 4))
    (only,) = bands(made, made[3], Readout(MILLISECONDS))
    assert only.entry == Copy(3, Fraction(3), 3)


def test_the_command_line_has_a_readout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip = source(tmp_path / "in", (PIXELS_A_FRAME, 0))
    output = str(tmp_path / "out" / "out.####.exr")
    words = ["retime", clip, "--speed", "100%", "-o", output, "--device", "cpu", "--json"]
    for wrong in ("0", "-5", "x", "12:middle", "41.7"):
        assert main([*words, "--rolling-shutter", wrong]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("slowglass: expected")
        assert not (tmp_path / "out").exists()
    assert main([*words, "--rolling-shutter", "31.25:bottom", "--shutter", "90"]) == 0
    assert len(list((tmp_path / "out").glob("out.*.exr"))) == FRAMES
