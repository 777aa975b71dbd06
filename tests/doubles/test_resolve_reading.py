"""What the double says about timelines, and which items they hold."""

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


def test_marks_are_set_and_cleared() -> None:
    timeline = Scene(version="19.1.3").timeline
    assert timeline.SetMarkInOut(5, 9, "video") is True
    assert timeline.GetMarkInOut() == {"video": {"in": 5, "out": 9}}
    assert timeline.SetMarkInOut(9, 5) is False
    assert timeline.ClearMarkInOut() is True
    assert timeline.GetMarkInOut() == {}


def test_the_end_of_an_item_is_exclusive() -> None:
    item = Scene().item()
    assert (item.GetStart(), item.GetDuration(), item.GetEnd()) == (86400, 48, 86448)


def test_from_21_1_on_settings_and_properties_are_dictionaries() -> None:
    scene = Scene(version="21.1.0", timelines=[{}])
    assert scene.timeline.SetSettings({"useCustomSettings": "1", "nothing": "1"}) is False
    assert scene.timeline.GetSettings()["useCustomSettings"] == "1"
    assert scene.project.SetSettings({"colorScienceMode": "acescct"}) is True
    assert scene.project.GetSettings()["colorScienceMode"] == "acescct"
    item = Scene(version="21.1.0").item()
    assert item.SetProperties({"ZoomX": 2.0}) is True
    assert item.GetProperties()["ZoomX"] == 2.0


def test_from_21_1_on_the_root_leads_to_what_is_open() -> None:
    resolve = Scene(version="21.1.0").resolve
    assert resolve.GetCurrentProject().GetName() == "Film"
    assert resolve.GetCurrentTimeline().GetName() == "Timeline 1"
    assert resolve.GetMediaPool().GetCurrentFolder().GetName() == "Master"


def test_a_pool_clip_leads_to_its_timeline_and_has_a_media_id() -> None:
    scene = Scene(version="21.0.4")
    made = scene.timeline.GetMediaPoolItem()
    assert made.GetTimeline().GetName() == "Timeline 1"
    assert scene.media().GetTimeline() is None
    assert scene.media().GetMediaId() != made.GetMediaId()


def test_pool_clips_are_selected() -> None:
    scene = Scene()
    assert scene.pool.SetSelectedClip(scene.media()) is True
    assert [clip.GetUniqueId() for clip in scene.pool.GetSelectedClips()] == ["A"]


def test_only_fusion_items_have_a_composition() -> None:
    assert Scene().item().GetFusionCompCount() == 0
    assert Scene(**shot(media=None, kind="fusion")).item().GetFusionCompCount() == 1


def test_product_version_and_edition() -> None:
    resolve = Scene(version="21.1.0").resolve
    assert (resolve.GetProductName(), resolve.IsStudio()) == ("DaVinci Resolve Studio", True)
    assert resolve.GetVersion()[:3] == [21, 1, 0]
    assert resolve.GetVersionString().startswith("21.1.0")
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


def test_a_type_is_written_in_the_language_of_the_interface() -> None:
    media = {"A": {**MEDIA["A"], "type": "Vidéo + Audio"}}
    assert Scene(media=media).media().GetClipProperty("Type") == "Vidéo + Audio"
