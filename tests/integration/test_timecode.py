"""Timecode and reel of retimed clips: every output frame has its own, at its own rate."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.media.images.source import ImageSequenceSource
from slowglass.core.media.movies.source import MovieSource
from slowglass.core.timing import ConstantSpeed, KeepDuration, TimeMap
from tests import clips
from tests.core.media.made_movies import write_movie

HALF = ConstantSpeed(Fraction(1, 2))
DROP_RATE = Fraction(30000, 1001)


def run(source: str | Path, output: Path, time: TimeMap, **options: object) -> RetimeResult:
    spec: dict[str, object] = {"model": "nearest", "device": "cpu", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), time, **spec))  # type: ignore[arg-type]


def write_coded_sequence(
    folder: Path, count: int, suffix: str = "exr", rate: Fraction = Fraction(24)
) -> str:
    """Write a sequence whose first frame is 1001, at 10:00:00:20."""
    folder.mkdir(exist_ok=True)
    for k in range(count):
        spec = oiio.ImageSpec(16, 8, 3, "half" if suffix == "exr" else "uint16")
        spec.attribute("FramesPerSecond", oiio.TypeRational, (rate.numerator, rate.denominator))
        spec["dpx:FrameRate"] = float(rate)
        seconds, frames = divmod(20 + k, round(rate))
        digits = frames // 10 << 4 | frames % 10 | seconds << 8 | 0x10 << 24
        spec.attribute("smpte:TimeCode", oiio.TypeTimeCode, (digits, 99))
        spec["reelName"] = "A001C002"
        output = oiio.ImageOutput.create(f"a.{suffix}")
        assert output is not None
        assert output.open(str(folder / f"a.{1001 + k}.{suffix}"), spec)
        assert output.write_image(np.full((8, 16, 3), k / 16, np.float32))
        assert output.close()
    return str(folder / f"a.####.{suffix}")


def codes(folder: Path, name: str) -> list[tuple[str, int]]:
    """Return timecode and user bits of every picture, by OpenImageIO's own reading."""
    found = []
    for path in sorted(folder.glob(name)):
        opened = oiio.ImageInput.open(str(path))
        assert opened is not None
        value = opened.spec().getattribute("smpte:TimeCode")
        found.append((opened.spec().get_string_attribute("smpte:TimeCode"), value[1]))
        opened.close()
    return found


@pytest.mark.parametrize("suffix", ["exr", "dpx"])
def test_every_frame_of_a_sequence_has_its_own_timecode(tmp_path: Path, suffix: str) -> None:
    source = write_coded_sequence(tmp_path / "in", 6, suffix)
    run(source, tmp_path / f"o.####.{suffix}", HALF)
    found = codes(tmp_path, f"o.*.{suffix}")
    assert [label for label, _ in found] == [
        f"10:00:00:{frame}" if frame < 24 else f"10:00:01:{frame - 24:02}"
        for frame in range(20, 32)
    ]
    if suffix == "exr":
        assert {bits for _, bits in found} == {99}


def test_pixels_of_source_frames_stay_when_their_timecode_moves(tmp_path: Path) -> None:
    source = write_coded_sequence(tmp_path / "in", 4)
    run(source, tmp_path / "o.####.exr", HALF)
    first, third = (clips.read_picture(tmp_path / f"o.{1001 + k}.exr") for k in (0, 2))
    assert (tmp_path / "o.1001.exr").read_bytes() == (tmp_path / "in/a.1001.exr").read_bytes()
    np.testing.assert_array_equal(third, clips.read_picture(tmp_path / "in/a.1002.exr"))
    assert not np.array_equal(first, third)


def test_a_range_starts_with_its_own_timecode_and_number(tmp_path: Path) -> None:
    source = write_coded_sequence(tmp_path / "in", 8)
    run(source, tmp_path / "o.####.exr", HALF, first=5)
    assert codes(tmp_path, "o.*.exr")[0][0] == "10:00:01:01"
    assert sorted(p.name for p in tmp_path.glob("o.*.exr"))[0] == "o.1006.exr"


def test_the_numbers_start_where_asked(tmp_path: Path) -> None:
    source = write_coded_sequence(tmp_path / "in", 2)
    run(source, tmp_path / "o.######.exr", HALF, start_number=7)
    assert sorted(p.name for p in tmp_path.glob("o.*.exr"))[0] == "o.000007.exr"


@pytest.mark.parametrize("suffix", ["mov", "mp4"])
def test_a_movie_starts_with_the_timecode_of_its_first_frame(tmp_path: Path, suffix: str) -> None:
    source = write_coded_sequence(tmp_path / "in", 6)
    large = write_movie(
        tmp_path / "a.mov", "prores_ks", "yuv422p10le", frame_count=12, timecode="09:59:59:12"
    )
    for name, path, expected in (
        ("sequence", source, "10:00:00:22"),
        ("movie", str(large), "09:59:59:14"),
    ):
        output = tmp_path / f"{name}.{suffix}"
        run(path, output, HALF, first=2)
        with MovieSource(output) as movie:
            assert movie.info.timecode == expected


def test_another_rate_counts_in_its_own_frames(tmp_path: Path) -> None:
    source = write_movie(tmp_path / "a.mov", "mpeg4", frame_count=8, timecode="01:00:00:12")
    run(source, tmp_path / "o.mov", KeepDuration(Fraction(60)))
    with MovieSource(tmp_path / "o.mov") as movie:
        assert movie.info.timecode == "01:00:00:30"
    run(source, tmp_path / "o.####.exr", KeepDuration(Fraction(48)))
    with ImageSequenceSource(tmp_path / "o.####.exr") as made:
        assert made.info.timecode == "01:00:00:24"
    labels = [label for label, _ in codes(tmp_path, "o.*.exr")]
    # Above 30 frames a second a label stands for two, and a flag tells the second one.
    assert labels[:4] == ["01:00:00:12", "01:00:00:12", "01:00:00:13", "01:00:00:13"]


def test_drop_frame_counting_goes_on(tmp_path: Path) -> None:
    source = write_movie(
        tmp_path / "a.mov", "mpeg4", frame_count=4, rate=DROP_RATE, timecode="00:00:59;28"
    )
    run(source, tmp_path / "o.####.exr", HALF)
    labels = [label for label, _ in codes(tmp_path, "o.*.exr")]
    assert labels[:4] == ["00:00:59:28", "00:00:59:29", "00:01:00:02", "00:01:00:03"]
    with ImageSequenceSource(tmp_path / "o.####.exr") as made:
        assert made.info.timecode == "00:00:59;28"
    run(str(tmp_path / "o.####.exr"), tmp_path / "again.mov", HALF, first=2)
    with MovieSource(tmp_path / "again.mov") as movie:
        assert movie.info.timecode == "00:01:00;02"


def test_a_clip_without_timecode_gets_none(tmp_path: Path) -> None:
    source = write_movie(tmp_path / "a.mov", "mpeg4", frame_count=2)
    run(source, tmp_path / "o.####.exr", HALF)
    opened = oiio.ImageInput.open(str(tmp_path / "o.0000.exr"))
    assert opened is not None
    assert opened.spec().getattribute("smpte:TimeCode") is None
    opened.close()


def test_what_a_format_cannot_hold_is_said(tmp_path: Path) -> None:
    source = write_coded_sequence(tmp_path / "in", 2)
    result = run(source, tmp_path / "o.####.png", HALF)
    assert "png holds no timecode: it is left out" in result.notes
    odd = write_coded_sequence(tmp_path / "odd", 2, rate=Fraction(12))
    result = run(odd, tmp_path / "p.####.exr", HALF, source_rate=Fraction(5))
    assert any("does not fit the frame rate" in note for note in result.notes)


def test_the_reel_is_carried(tmp_path: Path) -> None:
    source = tmp_path / "a.mov"
    write_movie(source, "mpeg4", frame_count=4, timecode="01:00:00:00", reel="A001C002")
    run(source, tmp_path / "o.mov", HALF)
    run(source, tmp_path / "o.####.exr", HALF)
    run(tmp_path / "o.####.exr", tmp_path / "back.mov", HALF)
    for name in ("o.mov", "back.mov"):
        with av.open(str(tmp_path / name)) as container:
            reels = {s.metadata.get("reel_name") for s in container.streams} - {None}
        assert reels == {"A001C002"}
    opened = oiio.ImageInput.open(str(tmp_path / "o.0001.exr"))
    assert opened is not None
    assert opened.spec().getattribute("reelName") == "A001C002"
    opened.close()
