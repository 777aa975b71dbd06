"""Which source frames the double says that items show, and which they do show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve import ResolveDouble
from tests.doubles.resolve_scene import SHOT, Scene, shot

NTSC = {"A": {"path": "/film/A.mov", "frames": 240, "rate": "23.976"}}


@pytest.mark.parametrize(
    ("item", "first", "last"),
    [
        ({"frames": 199}, 0, 199),
        ({"frames": 48, "speed": "2", "source_start": 100}, 100, 196),
        ({"frames": 199, "speed": "1/2"}, 0, 99),
        ({"frames": 48, "speed": "-1"}, 48, 0),
        ({"frames": 49, "speed": "-1", "source_start": 46}, 95, 46),
        ({"frames": 48, "source_unknown": True}, 0, 0),
    ],
)
def test_source_frames_end_exclusive_and_fall_in_reverse(
    item: dict[str, Any], first: int, last: int
) -> None:
    found = Scene(**shot(**item)).item()
    assert (found.GetSourceStartFrame(), found.GetSourceEndFrame()) == (first, last)


def test_source_frames_end_inclusive_where_the_rates_differ() -> None:
    scene = Scene(media=NTSC, timelines=[{"rate": "29.97", "video": [[dict(SHOT, frames=60)]]}])
    assert (scene.item().GetSourceStartFrame(), scene.item().GetSourceEndFrame()) == (0, 47)
    seconds = scene.item().GetSourceEndTime() - scene.item().GetSourceStartTime()
    assert seconds == pytest.approx(48 * 1001 / 24000)


def test_a_subclip_counts_offsets_from_its_head_and_source_frames_from_the_files(
    tmp_path: Path,
) -> None:
    media = {"path": "/film/A.mov", "frames": 90, "start_number": 600, "file_frames": 900}
    clip = {"id": "shot", "media": "A", "frames": 40, "source_start": 10}
    found = []
    for kind in ("file", "clip"):
        app = ResolveDouble(
            {
                "media": {"A": media},
                "timelines": [{"video": [[clip]]}],
                "behaviour": {"subclip_export": kind},
            }
        )
        timeline = app.resolve.GetProjectManager().GetCurrentProject().GetCurrentTimeline()
        item = timeline.GetItemListInTrack("video", 1)[0]
        pool_clip = item.GetMediaPoolItem()
        read = [pool_clip.GetClipProperty(name) for name in ("File Path", "Frames", "Start")]
        assert read == ["/film/A.mov", "90", "600"]
        assert (item.GetLeftOffset(), item.GetSourceStartFrame()) == (10, 610)
        assert item.GetSourceStartTime() == pytest.approx(610 / 24)
        path = tmp_path / f"{kind}.otio"
        assert timeline.Export(str(path), app.resolve.EXPORT_OTIO, app.resolve.EXPORT_NONE)
        (written,) = json.loads(path.read_text())["tracks"]["children"][0]["children"]
        assert written["source_range"]["start_time"]["value"] == 610
        available = written["media_references"]["DEFAULT_MEDIA"]["available_range"]
        found.append((available["start_time"]["value"], available["duration"]["value"]))
    assert found == [(0, 900), (600, 90)]


def test_floats_can_be_off_up_and_down() -> None:
    item = Scene(behaviour={"float_noise": 1e-9}).item()
    assert len({item.GetDuration(), item.GetDuration(), 48}) == 3
    assert [round(item.GetDuration()) for _ in range(2)] == [48, 48]
    assert item.SetProperty("Pan", 5.0)
    assert 0 < abs(item.GetProperty("Pan") - 5.0) < 1e-6


def test_source_frames_of_a_sequence_count_in_file_numbers() -> None:
    media = {"A": {"path": "/film/p.[1001-1100].exr", "frames": 100, "sequence": True}}
    media["A"]["start_number"] = 1001
    scene = Scene(media=media, **shot(source_start=10))
    assert (scene.item().GetSourceStartFrame(), scene.item().GetSourceEndFrame()) == (1011, 1059)
    assert scene.media().GetClipProperty("Start") == "1001"


def test_source_times_are_timecode_and_frames_are_not() -> None:
    media = {"A": {"path": "/film/A.mov", "frames": 240, "start_timecode": "01:00:00:00"}}
    item = Scene(media=media, **shot(source_start=24)).item()
    assert item.GetSourceStartFrame() == 24
    assert (item.GetSourceStartTime(), item.GetSourceEndTime()) == (3601.0, 3603.0)


@pytest.mark.parametrize(("speed", "end"), [("1", 7.96), ("1/2", 4.0)])
def test_source_times_of_199_frames_at_25(speed: str, end: float) -> None:
    media = {"A": {"path": "/film/A.mov", "frames": 240, "rate": "25"}}
    scene = Scene(
        media=media,
        project={"rate": "25"},
        timelines=[{"video": [[dict(SHOT, frames=199, speed=speed)]]}],
    )
    assert (scene.item().GetSourceStartTime(), scene.item().GetSourceEndTime()) == (0.0, end)


def test_a_source_start_can_be_off_by_one() -> None:
    scene = Scene(behaviour={"source_start_error": -1}, **shot(source_start=10))
    assert scene.item().GetSourceStartFrame() == 9


@pytest.mark.parametrize(("speed", "left"), [("1", 20), ("1/2", 40), ("2", 10)])
def test_the_left_offset_is_position_over_speed(speed: str, left: int) -> None:
    item = Scene(**shot(source_start=20, speed=speed)).item()
    assert item.GetLeftOffset() == left
    consumed = left + item.GetDuration() + item.GetRightOffset()
    assert consumed == {"1": 240, "1/2": 480, "2": 120}[speed]


def test_parts_of_frames_are_told_from_19_0_2_and_always_in_21_1() -> None:
    speed = {"frames": 33, "source_start": 5, "speed": "2"}
    assert Scene(version="19.0.1", **shot(**speed)).item().GetLeftOffset(True) is None
    modern = Scene(version="20.3.2", **shot(**speed)).item()
    assert (modern.GetLeftOffset(), modern.GetLeftOffset(True)) == (2, 2.5)
    assert type(modern.GetStart()) is int
    newest = Scene(version="21.1.0", **shot(**speed)).item()
    assert (type(newest.GetStart()), newest.GetLeftOffset()) == (float, 2.5)


def test_speed_is_no_property() -> None:
    item = Scene(version="21.0.4", **shot(speed="1/2")).item()
    assert item.GetProperty("Speed") is None
    assert item.SetProperty("Speed", 50) is False


def test_speed_reads_from_21_1_on() -> None:
    for speed, percentage in (("1/2", 50.0), ("-1", -100.0), ("0", 0.0)):
        item = Scene(version="21.1.0", **shot(speed=speed)).item()
        assert item.GetSpeed()["Percentage"] == percentage


def test_set_speed_keeps_the_record_duration_and_changes_the_source() -> None:
    scene = Scene(version="21.1.0")
    assert scene.item().SetSpeed({"Percentage": 50, "RippleTimeline": False}) is True
    assert scene.spans() == [(86400, 48)]
    assert scene.shown(86400, 86448)[::2] == list(range(24))


def test_stills_refuse_a_speed() -> None:
    media = {"A": {"path": "/film/A.png", "frames": 1, "type": "Still"}}
    assert Scene(version="21.1.0", media=media).item().SetSpeed({"Percentage": 50}) is False


def test_a_ramp_shows_only_in_an_odd_span() -> None:
    item = Scene(version="21.1.0", **shot(ramp_span=31)).item()
    assert item.GetSpeed()["Percentage"] == 100.0
    silent = Scene(version="21.1.0", behaviour={"ramp_speed": None}, **shot(ramp_span=31)).item()
    assert silent.GetSpeed() == {}
    assert (item.GetSourceStartFrame(), item.GetSourceEndFrame()) == (0, 31)


@pytest.mark.parametrize(("speed", "frames"), [("1", [5, 6, 7]), ("2", [5, 7, 9])])
def test_the_picture_follows_the_speed(speed: str, frames: list[int]) -> None:
    scene = Scene(**shot(source_start=5, frames=3, speed=speed))
    assert scene.shown(86399, 86404) == [None, *frames, None]


def test_the_picture_runs_backwards_in_reverse() -> None:
    scene = Scene(**shot(source_start=5, frames=3, speed="-1"))
    assert scene.shown(86400, 86403) == [7, 6, 5]
