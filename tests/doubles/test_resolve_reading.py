"""What the double says about timelines and items."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.resolve_scene import MEDIA, SHOT, Scene, shot

NTSC = {"A": {"path": "/film/A.mov", "frames": 240, "rate": "23.976"}}


@pytest.mark.parametrize(
    ("rate", "drop_frame", "timecode", "frame"),
    [
        ("24", False, "01:00:00:00", 86400),
        ("25", False, "01:00:00:00", 90000),
        ("30", False, "01:00:00:00", 108000),
        ("29.97", True, "01:00:00;00", 107892),
        ("59.94", True, "01:00:00;00", 215784),
    ],
)
def test_frames_are_absolute(rate: str, drop_frame: bool, timecode: str, frame: int) -> None:
    scene = Scene(timelines=[{"rate": rate, "drop_frame": drop_frame, "video": [[SHOT]]}])
    assert scene.timeline.GetStartFrame() == frame
    assert scene.timeline.GetStartTimecode() == timecode
    assert scene.timeline.GetCurrentTimecode() == timecode
    assert scene.item().GetStart() == frame


@pytest.mark.parametrize("frame", [0, 1799, 1800, 1801, 17981, 17982, 17983, 107892])
def test_drop_frame_timecode_goes_there_and_back(frame: int) -> None:
    scene = Scene(timelines=[{"rate": "29.97", "drop_frame": True, "playhead": frame}])
    written = scene.timeline.GetCurrentTimecode()
    assert scene.timeline.SetCurrentTimecode(written) is True
    assert scene.timeline.GetCurrentTimecode() == written


def test_a_minute_of_drop_frame_leaves_two_numbers_out() -> None:
    scene = Scene(timelines=[{"rate": "29.97", "drop_frame": True, "playhead": 1800}])
    assert scene.timeline.GetCurrentTimecode() == "01:01:00;02"
    assert scene.timeline.SetCurrentTimecode("01:01:00;00") is False


@pytest.mark.parametrize(
    ("version", "manner", "rate", "value"),
    [
        ("18.5.1", None, "24", "24"),
        ("18.5.1", None, "23.976", "23.976"),
        ("19.1.3", None, "24", 24.0),
        ("21.1.0", None, "29.97", 29.97),
        ("21.1.0", "integer", "59.94", 59),
    ],
)
def test_the_rate_reads_as_text_or_as_a_number(
    version: str, manner: str | None, rate: str, value: Any
) -> None:
    scene = Scene(version=version, timelines=[{"rate": rate}], behaviour={})
    if manner:
        scene.app.behaviour["rate_reads_as"] = manner
    read = scene.timeline.GetSetting("timelineFrameRate")
    assert (read, type(read)) == (value, type(value))


def test_text_of_a_drop_frame_rate_says_so() -> None:
    scene = Scene(version="18.5.1", timelines=[{"rate": "29.97", "drop_frame": True}])
    assert scene.timeline.GetSetting("timelineFrameRate") == "29.97 DF"


def test_a_timeline_has_its_own_rate_if_its_settings_are_custom() -> None:
    scene = Scene(timelines=[{"rate": "30"}, {"name": "as the project"}])
    assert scene.project.GetSetting("timelineFrameRate") == 24.0
    first, second = (scene.project.GetTimelineByIndex(index) for index in (1, 2))
    assert (first.GetSetting("useCustomSettings"), first.GetSetting("timelineFrameRate")) == (
        "1",
        30.0,
    )
    assert (second.GetSetting("useCustomSettings"), second.GetSetting("timelineFrameRate")) == (
        "0",
        24.0,
    )


@pytest.mark.parametrize(("version", "allowed"), [("21.0.4", False), ("21.1.0", True)])
def test_a_timelines_rate_is_set_only_while_empty_and_from_21_1(
    version: str, allowed: bool
) -> None:
    empty = Scene(version=version, timelines=[{}]).timeline
    assert empty.SetSetting("timelineFrameRate", "25") is False
    assert empty.SetSetting("useCustomSettings", "1") is True
    assert empty.SetSetting("timelineFrameRate", "25") is allowed
    full = Scene(version=version, timelines=[{"rate": "24", "video": [[SHOT]]}]).timeline
    assert full.SetSetting("timelineFrameRate", "25") is False


def test_the_playback_rate_and_unknown_settings_cannot_be_set() -> None:
    timeline = Scene().timeline
    assert timeline.SetSetting("timelinePlaybackFrameRate", "25") is False
    assert timeline.SetSetting("nothing", "1") is False
    assert timeline.GetSetting("nothing") == ""
    assert timeline.GetSetting("timelineResolutionWidth") == "1920"


def test_an_item_before_the_start_makes_the_timeline_look_empty() -> None:
    scene = Scene()
    assert scene.timeline.GetEndFrame() == 86448
    early = {"mediaPoolItem": scene.media(), "mediaType": 1, "trackIndex": 1, "recordFrame": 0}
    scene.pool.AppendToTimeline([early])
    assert scene.timeline.GetStartFrame() == scene.timeline.GetEndFrame() == 86400
    assert scene.spans()[0] == (0, 240)


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
    assert (item.GetSourceStartFrame(), item.GetSourceEndFrame()) == (0, 31)


@pytest.mark.parametrize(("speed", "frames"), [("1", [5, 6, 7]), ("2", [5, 7, 9])])
def test_the_picture_follows_the_speed(speed: str, frames: list[int]) -> None:
    scene = Scene(**shot(source_start=5, frames=3, speed=speed))
    assert scene.shown(86399, 86404) == [None, *frames, None]


def test_the_picture_runs_backwards_in_reverse() -> None:
    scene = Scene(**shot(source_start=5, frames=3, speed="-1"))
    assert scene.shown(86400, 86403) == [7, 6, 5]


def test_selected_clips_come_with_their_linked_sound_or_are_none() -> None:
    video = dict(SHOT, selected=True, linked=["sound"])
    sound = {"id": "sound", "media": "A", "frames": 48, "linked": ["shot"]}
    scene = Scene(version="21.0.4", timelines=[{"video": [[video]], "audio": [[sound]]}])
    chosen = [item.GetUniqueId() for item in scene.timeline.GetSelectedClips()]
    assert chosen == ["shot", "sound"]
    assert [item.GetUniqueId() for item in scene.item().GetLinkedItems()] == ["sound"]
    assert Scene(version="21.0.4").timeline.GetSelectedClips() is None
    assert Scene(version="21.0.4").pool.GetSelectedClips() is None


def stacked(**scenario: Any) -> Scene:
    upper = {"id": "upper", "media": "A", "at": 24, "frames": 24}
    return Scene(timelines=[{"video": [[SHOT], [upper]], "playhead": 30}], **scenario)


def test_the_current_item_is_the_highest_enabled_one_or_the_lowest() -> None:
    assert stacked().timeline.GetCurrentVideoItem().GetUniqueId() == "upper"
    lowest = stacked(behaviour={"current_item": "lowest"}).timeline
    assert lowest.GetCurrentVideoItem().GetUniqueId() == "shot"
    scene = stacked()
    scene.timeline.SetTrackEnable("video", 2, False)
    assert scene.timeline.GetCurrentVideoItem().GetUniqueId() == "shot"


def test_there_is_no_current_item_in_gaps_and_on_other_pages() -> None:
    scene = stacked()
    scene.app.do("open_page", page="media")
    assert scene.timeline.GetCurrentVideoItem() is None
    scene.app.do("open_page", page="color")
    assert scene.timeline.GetCurrentVideoItem() is not None
    scene.app.do("move_playhead", frame=86500)
    assert scene.timeline.GetCurrentVideoItem() is None


def test_an_item_knows_its_track() -> None:
    assert stacked().item(track=2).GetTrackTypeAndIndex() == ["video", 2]


@pytest.mark.parametrize(
    ("kind", "media", "type_name"),
    [
        ("title", None, "video"),
        ("generator", False, "generator"),
        ("transition", None, "transition"),
        ("adjustment", None, "video"),
    ],
)
def test_what_is_no_clip_has_no_pool_item(kind: str, media: Any, type_name: str) -> None:
    scene = Scene(version="21.1.0", **shot(media=None, kind=kind))
    assert scene.item().GetMediaPoolItem() is media
    assert scene.item().GetType() == type_name


def test_a_transition_has_no_properties() -> None:
    item = Scene(**shot(media=None, kind="transition")).item()
    assert item.GetProperty() == {}
    assert item.SetProperty("Opacity", 50) is False


def test_marks_count_from_the_start_of_the_timeline() -> None:
    scene = Scene(version="19.1.3", timelines=[{"mark": [12, 36]}])
    assert scene.timeline.GetMarkInOut() == {"video": {"in": 12, "out": 36}}
    assert Scene(version="19.1.3").timeline.GetMarkInOut() == {}


def test_product_version_and_edition() -> None:
    resolve = Scene(version="21.1.0").resolve
    assert (resolve.GetProductName(), resolve.IsStudio()) == ("DaVinci Resolve Studio", True)
    assert resolve.GetVersion()[:3] == [21, 1, 0]
    assert Scene(edition="free").resolve.GetProductName() == "DaVinci Resolve"


def test_media_is_described_by_strings() -> None:
    clip = Scene(media=dict(MEDIA, B=NTSC["A"])).media(1)
    properties = clip.GetClipProperty()
    assert properties["Frames"] == clip.GetClipProperty("Frames") == "240"
    assert properties["Start"] == "0"
    assert properties["End"] == "239"
    assert clip.GetClipProperty("FPS") == 23.976
    assert clip.GetClipProperty("Nothing") == ""
    assert clip.GetClipProperty("Type") == "Video + Audio"
