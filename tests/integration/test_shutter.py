"""A shutter that is open for a while: light is averaged along its way, and nothing else is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core.errors import TimeMapError
from slowglass.core.job import JobSpec
from slowglass.core.pipeline import retime
from slowglass.core.timing import (
    MIDDLE,
    MOMENTS,
    STEPS,
    ConstantSpeed,
    FramePlan,
    Freeze,
    Shutter,
    SourceClock,
    moments,
)
from slowglass.plugin.cli.app import main
from tests import clips

HEIGHT, WIDTH, FRAMES = 64, 160, 6
PIXELS_A_FRAME = 8.0
LAMP, LAMP_PIXELS = 30.0, 2.0
MARGIN = 24
"""Columns at the edges that come from outside the picture."""
ENERGY_RELATIVE = 0.01
GAIN_DB = 3.0
HALF = Shutter(Fraction(180))

Planes = NDArray[np.float64]


def scene(time: float) -> Planes:
    """Linear light and a depth of a pan, with a lamp far above 1, at any time in source frames."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    u = columns - PIXELS_A_FRAME * time
    waves = [
        np.sin(u * step + rows * tilt) for step, tilt in ((0.11, 0.05), (0.23, -0.31), (0.05, 0.4))
    ]
    light = np.stack([0.5 + 0.15 * wave + 0.2 * waves[0] for wave in waves], 2)
    lamp = np.exp(-((u - 60) ** 2 + (rows - 30) ** 2) / (2 * LAMP_PIXELS**2))
    depth = 5 + 0.01 * u
    return np.concatenate([light + LAMP * lamp[..., None], depth[..., None]], 2)


def exposed(time: float, shutter: Shutter, speed: float) -> Planes:
    """What a shutter sees of the scene, by a fine sum."""
    angle, opens = float(shutter.angle_degrees) / 360, float(shutter.opens_degrees) / 360
    times = time + speed * (opens + angle * (np.arange(128) + 0.5) / 128)
    return np.asarray(np.mean([scene(one) for one in times], axis=0))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("pan")
    for k in range(FRAMES):
        spec = oiio.ImageSpec(WIDTH, HEIGHT, 4, "float")
        spec.channelnames = ("R", "G", "B", "Z")
        spec.attribute("FramesPerSecond", oiio.TypeRational, (24, 1))
        output: Any = oiio.ImageOutput.create(str(folder / f"pan.{k:04d}.exr"))
        assert output.open(str(folder / f"pan.{k:04d}.exr"), spec)
        assert output.write_image(scene(k).astype(np.float32))
        assert output.close()
    return str(folder / "pan.####.exr")


def made(source: str, folder: Path, speed: Fraction, shutter: Shutter | None) -> list[Planes]:
    output = folder / f"{'plain' if shutter is None else 'open'}.####.exr"
    job = JobSpec(source, str(output), ConstantSpeed(speed), device="cpu", shutter=shutter)
    result = retime(job)
    paths = sorted(folder.glob(output.name.replace("####", "*")))
    assert len(paths) == result.frames
    return [clips.read_picture(path).astype(np.float64) for path in paths]


def decibels(one: Planes, other: Planes) -> float:
    """PSNR of light as eyes would have it, clipped at 1, away from the edges."""
    inside = slice(None), slice(MARGIN, -MARGIN), slice(0, 3)
    difference = one[inside].clip(0, 1) - other[inside].clip(0, 1)
    return float(-10 * np.log10(np.mean(difference**2)))


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(1), Fraction(2)])
def test_frames_are_what_a_shutter_sees(source: str, tmp_path: Path, speed: Fraction) -> None:
    plain = made(source, tmp_path, speed, None)
    blurred = made(source, tmp_path, speed, HALF)
    for k in range(1, len(blurred) - 2):
        true = exposed(k * float(speed), HALF, float(speed))
        gain = decibels(blurred[k], true) - decibels(plain[k], true)
        assert gain > GAIN_DB
        np.testing.assert_array_equal(blurred[k][..., 3], plain[k][..., 3])


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(1), Fraction(2)])
def test_light_is_kept_and_lamps_streak(source: str, tmp_path: Path, speed: Fraction) -> None:
    frame = made(source, tmp_path, speed, HALF)[int(2 / speed)]
    true, still = exposed(2, HALF, float(speed)), scene(2)
    inside = slice(None), slice(MARGIN, -MARGIN), slice(0, 3)
    assert frame[inside].sum() == pytest.approx(true[inside].sum(), rel=ENERGY_RELATIVE)
    row = frame[30, :, 0]
    assert 1 < row.max() < still[30, :, 0].max()
    lit, truly = (np.flatnonzero(line > 2)[[0, -1]] for line in (row, true[30, :, 0]))
    assert np.abs(lit - truly).max() <= 1


def test_the_phase_says_when_it_opens(source: str, tmp_path: Path) -> None:
    late = Shutter(Fraction(180), Fraction(0))
    frame = made(source, tmp_path, Fraction(1), late)[2]
    assert decibels(frame, exposed(2, late, 1)) > decibels(frame, exposed(2, HALF, 1)) + GAIN_DB


def test_what_stands_still_stays_as_it_is(tmp_path: Path) -> None:
    still = clips.write_sequence(tmp_path / "in", [clips.texture(48, 64, 3)] * 3)
    plain = made(still, tmp_path, Fraction(1, 2), None)
    for one, other in zip(made(still, tmp_path, Fraction(1, 2), HALF), plain, strict=True):
        np.testing.assert_array_equal(one, other)


def plan(speed: Fraction, cuts: tuple[int, ...] = ()) -> FramePlan:
    clock = SourceClock(Fraction(24), FRAMES)
    return FramePlan.build(ConstantSpeed(speed), clock, cuts=cuts)


def test_moments_cover_the_exposure_evenly() -> None:
    seen = list(moments(plan(Fraction(2)), 1, HALF))
    assert [one.number for one in seen] == list(range(1, STEPS))
    assert (seen[0].is_first, seen[-1].is_last) == (True, True)
    for count in (4, 16, MOMENTS):
        counted = [one for one in seen if one.weight(count)]
        positions = [one.entry.source_position for one in counted]
        middles = [Fraction(3, 2) + Fraction(2 * k + 1, 2 * count) for k in range(count)]
        assert positions == middles
        assert {one.weight(count) for one in counted} == {Fraction(1, count)}


def test_a_cut_is_not_exposed() -> None:
    seen = list(moments(plan(Fraction(1), cuts=(3,)), 3, Shutter(Fraction(360))))
    assert {frame >= 3 for one in seen for frame in one.entry.source_frames} == {True}
    assert seen[0].number == MIDDLE


def test_time_that_stands_still_has_one_moment() -> None:
    clock = SourceClock(Fraction(24), FRAMES)
    frozen = FramePlan.build(Freeze(Fraction(1, 12), Fraction(1, 2)), clock)
    (only,) = moments(frozen, 3, HALF)
    assert (only.number, only.is_first, only.is_last) == (MIDDLE, True, True)


@pytest.mark.parametrize("angle", [0, -1, 721])
def test_a_shutter_that_is_none_is_refused(angle: int) -> None:
    with pytest.raises(TimeMapError):
        Shutter(Fraction(angle))


def test_the_command_line_has_a_shutter(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "out.####.exr")
    words = ["retime", source, "--speed", "100%", "-o", output, "--device", "cpu"]
    assert main([*words, "--shutter-phase", "-90"]) == 2
    assert main([*words, "--shutter", "wide"]) == 2
    assert main([*words, "--shutter", "180", "--shutter-phase", "0"]) == 0
    assert len(list(tmp_path.glob("out.*.exr"))) == FRAMES
    assert f"({FRAMES} made anew)" in capsys.readouterr().out


@pytest.mark.parametrize(("curve", "says"), [(16, True), (1, False)], ids=["PQ", "BT.709"])
def test_code_that_is_not_light_is_averaged_with_a_note(
    tmp_path: Path, curve: int, says: bool
) -> None:
    movie = tmp_path / "in.mkv"
    with av.open(str(movie), "w") as container:
        stream: Any = container.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = 32, 16, "yuv420p10le"
        stream.codec_context.color_trc = curve
        for k in range(2):
            frame = av.VideoFrame(32, 16, "yuv420p10le")
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.pts, frame.color_trc = k, curve
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    job = JobSpec(str(movie), str(tmp_path / "o.####.png"), model="blend", shutter=HALF)
    assert any("PQ" in note for note in retime(job).notes) == says
