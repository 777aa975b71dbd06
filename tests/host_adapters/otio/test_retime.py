"""Retiming through timeline files: frame-exact there and back, without a script in Resolve."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import opentimelineio as otio
import pytest

from slowglass.core.errors import SlowglassError
from slowglass.core.timing import Positions
from slowglass.host_adapters.otio.rates import timeline_rate
from slowglass.host_adapters.otio.result import result_clip, timeline_of
from slowglass.host_adapters.otio.retime import file_retime
from slowglass.host_adapters.otio.timeline_file import write_timeline
from slowglass.plugin.cli.app import main
from tests import clips
from tests.host_adapters.resolve.stage import Stage

TIMECODE, TIMECODE_BITS = "10:00:00:00", 0x10000000


def write_pictures(paths: list[Path], timecode_bits: int = 0) -> None:
    """Write tiny pictures, with a timecode that counts on from whole seconds."""
    for k, path in enumerate(paths):
        spec = oiio.ImageSpec(16, 16, 3, "half")
        if timecode_bits:
            seconds, frames = divmod(k, 24)
            bits = timecode_bits | seconds << 8 | frames // 10 << 4 | frames % 10
            spec.attribute("smpte:TimeCode", oiio.TypeTimeCode, (bits, 0))
        output = oiio.ImageOutput.create(str(path))
        assert output is not None and output.open(str(path), spec)
        assert output.write_image(np.full((16, 16, 3), k / 100, np.float32))
        assert output.close()


def exported(stage: Stage) -> Path:
    """The timeline as Resolve writes it."""
    project = stage.app.resolve.GetProjectManager().GetCurrentProject()
    path = stage.folder / "edit.otio"
    resolve = stage.app.resolve
    timeline = project.GetCurrentTimeline()
    assert timeline.Export(str(path), resolve.EXPORT_OTIO, resolve.EXPORT_NONE)
    return path


def imported(stage: Stage, path: Path) -> list[tuple[int, dict[str, Any]]]:
    """What Resolve makes of a timeline file: the items with their tracks."""
    pool = stage.app.resolve.GetProjectManager().GetCurrentProject().GetMediaPool()
    timeline = pool.ImportTimelineFromFile(str(path), {})
    assert timeline is not None, "Resolve refuses the file"
    return stage.items(timeline.GetName())


def asked(stage: Stage, **options: Any) -> list[Fraction]:
    """The source positions that the job for a clip of the exported timeline asks for."""
    target = str(stage.folder / "slow.otio")
    job = file_retime(str(exported(stage)), target, **options).job
    assert isinstance(job.time, Positions)
    return list(job.time.positions)


@pytest.mark.parametrize("speed", ["1", "1/2", "-1", "-1/2", "2"])
@pytest.mark.parametrize(
    "media", [{}, {"rate": "25"}, {"rate": "25", "start_timecode": TIMECODE}, {"rate": "48"}]
)
def test_filling_asks_for_the_frames_that_the_clip_showed(
    tmp_path: Path, speed: str, media: dict[str, Any]
) -> None:
    stage = Stage(tmp_path, item={"speed": speed, "source_start": 30}, media=media)
    positions = asked(stage, speed=None)
    shown = [stage.shown_before[frame] for frame in sorted(stage.shown_before)]
    assert [floor(position) for position in positions] == shown


@pytest.mark.parametrize("export", ["file", "clip"])
def test_a_subclip_is_counted_from_the_head_of_its_file(tmp_path: Path, export: str) -> None:
    source = clips.write_movie(tmp_path / "long.mkv", clips.movie_frames(40))
    stage = Stage(
        tmp_path,
        behaviour={"subclip_export": export},
        media={"path": str(source), "frames": 20, "start_number": 10, "file_frames": 40},
        item={"source_start": 3},
    )
    assert asked(stage, speed=Fraction(1, 2))[:3] == [13, Fraction(27, 2), 14]


def test_a_subclip_that_does_not_lie_in_its_file_is_refused(tmp_path: Path) -> None:
    source = clips.write_movie(tmp_path / "long.mkv", clips.movie_frames(40))
    media = {"path": str(source), "frames": 20, "start_number": 10, "start_timecode": TIMECODE}
    stage = Stage(tmp_path, media=media)
    with pytest.raises(SlowglassError, match="to lie within its media"):
        asked(stage, speed=Fraction(1, 2))


@pytest.mark.parametrize("rate", ["24", "23.976", "29.97", "59.94"])
def test_slowing_asks_for_steps_of_the_speed(tmp_path: Path, rate: str) -> None:
    stage = Stage(tmp_path, rate=rate, item={"source_start": 33})
    positions = asked(stage, speed=Fraction(1, 4))
    assert len(positions) == 4 * 12
    assert positions[0] == 33
    assert {after - before for before, after in pairwise(positions)} == {Fraction(1, 4)}


@pytest.mark.parametrize(
    ("rate", "timecode"), [("24", ""), ("23.976", TIMECODE), ("29.97", TIMECODE)]
)
def test_the_result_comes_back_to_its_frame(tmp_path: Path, rate: str, timecode: str) -> None:
    media = {"start_timecode": timecode} if timecode else {}
    stage = Stage(tmp_path, rate=rate, media={**media, "frames": 60}, sequence_numbers=range(7, 67))
    sources = sorted(tmp_path.glob("plate.*.exr"))
    write_pictures(sources, TIMECODE_BITS if timecode else 0)
    target = tmp_path / "slow.otio"
    command = ["resolve", str(exported(stage)), "--otio", str(target), "--speed", "50%"]
    assert main([*command, "--model", "nearest", "--device", "cpu"]) == 0
    ((track, item),) = imported(stage, target)
    _, original = stage.before["shot"]
    assert (track, item["start"]) == (1, original["start"])
    assert item["end"] - item["start"] == 24
    for k in (0, 23):
        shown = stage.shown(item["start"] + k)
        assert (shown["media"], shown["frame"]) == (item["media"], k)


def test_a_clip_becomes_a_timeline_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = clips.write_movie(tmp_path / "Zürich 50%.mkv", clips.movie_frames(4))
    target = tmp_path / "slow 50%.otio"
    command = ["resolve", str(source), "--otio", str(target), "--speed", "1/2", "--json"]
    assert main([*command, "--model", "blend", "--device", "cpu"]) == 0
    assert json.loads(capsys.readouterr().out)["frames"] == 8
    stage = Stage(tmp_path)
    ((track, item),) = imported(stage, target)
    assert (track, item["start"], item["end"]) == (1, 3600 * 24, 3600 * 24 + 8)
    assert stage.shown(item["start"] + 7)["frame"] == 7
    assert len(list(tmp_path.glob("slow 50pc frames/*.exr"))) == 8


def test_which_clip_is_asked_for_where_it_is_not_clear(tmp_path: Path) -> None:
    shot = {"id": "shot", "media": "take-1", "at": 24, "frames": 12}
    other = {**shot, "id": "other", "name": "B", "at": 50, "source_start": 5}
    stage = Stage(tmp_path, timeline={"video": [[shot, other]]})
    with pytest.raises(SlowglassError, match=r"2 fit: take 1.mov at 01:00:01:00, B at 01:00:02:02"):
        asked(stage, speed=Fraction(1, 2))
    assert asked(stage, speed=Fraction(1, 2), clip_name="B")[0] == 5
    assert asked(stage, speed=Fraction(1, 2), timecode="01:00:02:03")[0] == 5
    with pytest.raises(SlowglassError, match="expected one clip, 0 fit"):
        asked(stage, speed=Fraction(1, 2), timecode="01:00:01:20")


def test_a_drop_frame_timecode_finds_its_clip(tmp_path: Path) -> None:
    stage = Stage(
        tmp_path,
        rate="29.97",
        item={"at": 1800, "source_start": 7},
        timeline={"drop_frame": True, "start_timecode": "01:00:00;00"},
    )
    assert asked(stage, speed=Fraction(1, 2), timecode="01:01:00;02")[0] == 7


def test_what_cannot_be_retimed_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path, item={"speed": "0"})
    with pytest.raises(SlowglassError, match="stands still"):
        asked(stage, speed=None)
    target = str(tmp_path / "slow.otio")
    for source, reason in (("none.otio", "found no file"), ("take 1.mov", "expected --speed")):
        with pytest.raises(SlowglassError, match=reason):
            file_retime(str(tmp_path / source), target, speed=None)
    Path(target).write_text("{}")
    with pytest.raises(SlowglassError, match="expected one timeline"):
        file_retime(target, str(tmp_path / "new.otio"), speed=None)
    with pytest.raises(SlowglassError, match="expected a new name"):
        file_retime(target, target, speed=None)


def test_a_timeline_file_is_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_pictures([tmp_path / f"x_{k:06}.exr" for k in range(3)])
    clip = result_clip(str(tmp_path / "x_######.exr"), 3, Fraction(24), "x", 24.0)
    target = tmp_path / "x.otio"
    write_timeline(timeline_of(clip, "x", 86400, 0), target)
    back = otio.adapters.read_from_file(str(target))
    (found,) = back.find_clips()
    assert found.media_reference.end_frame() == 2
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"x.otio", *(f"x_{k:06}.exr" for k in range(3))}


RATES = [
    (Fraction(24), Fraction(24)),
    (Fraction(24000, 1001), Fraction(24000, 1001)),
    (Fraction(23793, 1000), Fraction(24000, 1001)),
    (Fraction(240), Fraction(120)),
    (Fraction(15), Fraction(16)),
    (Fraction(2983, 100), Fraction(30000, 1001)),
]


@pytest.mark.parametrize(("own", "nearest"), RATES)
def test_a_clip_gets_the_nearest_rate_that_timelines_have(own: Fraction, nearest: Fraction) -> None:
    assert timeline_rate(None, own) == nearest


def slow_movie(folder: Path, rate: Fraction, frames: int, *options: str) -> Path:
    """The timeline file for a movie at half speed."""
    source = clips.write_movie(folder / "shot.mkv", clips.movie_frames(frames), rate=rate)
    target = folder / "slow.otio"
    command = ["resolve", str(source), "--otio", str(target), "--speed", "1/2", *options]
    assert main([*command, "--model", "nearest", "--device", "cpu", "--json"]) == 0
    return target


def test_a_fast_clip_for_a_slow_edit_gets_the_frames_of_the_edit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = slow_movie(tmp_path, Fraction(60000, 1001), 30, "--rate", "23.976")
    told = json.loads(capsys.readouterr().out)
    assert (told["frames"], told["timeline_rate"]) == (24, "24000/1001")
    timeline = otio.adapters.read_from_file(str(target))
    (clip,) = timeline.find_clips()
    assert clip.source_range.duration.rate == 23.976
    assert timeline.global_start_time == otio.opentime.RationalTime(86400, 23.976)
    again = str(tmp_path / "again.otio")
    rate = Fraction(24000, 1001)
    source = str(tmp_path / "shot.mkv")
    job = file_retime(source, again, speed=Fraction(1, 2), rate=rate).job
    assert isinstance(job.time, Positions)
    assert job.time.frame_rate == rate
    assert list(job.time.positions) == [Fraction(5, 4) * k for k in range(24)]


def test_the_rate_is_chosen_and_said_where_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slow_movie(tmp_path, Fraction(240), 24)
    said = capsys.readouterr()
    assert json.loads(said.out)["timeline_rate"] == "120"
    assert "nearest to the clip's 240" in " ".join(said.err.split())


def test_the_way_by_hand_is_said_and_lies_beside_the_timeline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = slow_movie(tmp_path, Fraction(24), 6)
    steps = json.loads(capsys.readouterr().out)["steps"]
    text = (tmp_path / "slow by hand.txt").read_text(encoding="utf-8")
    assert all(step in text for step in steps)
    assert f"import the folder {tmp_path / 'slow frames'}" in text
    assert "one clip of 12 frames" in text and "Frame Rate = 24" in text
    assert "01:00:00:00" not in text, "a clip that came without a timeline belongs nowhere in it"
    assert target.exists()


def test_a_portable_timeline_finds_its_frames_wherever_the_folder_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    slow_movie(folder, Fraction(24), 6)
    moved = folder.rename(tmp_path / "there")
    timeline = otio.adapters.read_from_file(str(moved / "slow portable.otio"))
    (clip,) = timeline.find_clips()
    name = Path(clip.media_reference.target_url)
    assert not name.is_absolute()
    head, first, last, tail = re.fullmatch(r"(.*)\[(\d+)-(\d+)\](.*)", str(name)).groups()  # type: ignore[union-attr]
    files = [moved / f"{head}{k:0{len(first)}}{tail}" for k in range(int(first), int(last) + 1)]
    assert len(files) == 12 and all(path.exists() for path in files)
    assert clip.available_range().duration.value == 12


def test_a_rate_that_no_timeline_has_is_refused(tmp_path: Path) -> None:
    source = clips.write_movie(tmp_path / "a.mkv", clips.movie_frames(4))
    target = str(tmp_path / "slow.otio")
    with pytest.raises(SlowglassError, match="timelines of Resolve have, got 240"):
        file_retime(str(source), target, speed=Fraction(1, 2), rate=Fraction(240))
    stage = Stage(tmp_path)
    with pytest.raises(SlowglassError, match="a timeline has its own"):
        file_retime(str(exported(stage)), target, speed=Fraction(1, 2), rate=Fraction(24))
    (tmp_path / "slow by hand.txt").touch()
    with pytest.raises(SlowglassError, match="expected a new name"):
        file_retime(str(source), target, speed=Fraction(1, 2))
