"""Edits of the double: tracks, takes, markers, properties, timelines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve_scene import MEDIA, SHOT, Scene, shot

SLOW = {
    "path": "/film/s.[0000-0047].exr",
    "frames": 48,
    "type": "Video",
    "sequence": True,
}


def scene_with_slow_frames(**scenario: Any) -> Scene:
    return Scene(media={**MEDIA, "S": SLOW}, **scenario)


def test_tracks_are_added_on_top_or_from_19_on_at_an_index() -> None:
    old = Scene(version="18.5.1", timelines=[{"video": [[SHOT], []]}])
    assert old.timeline.AddTrack("video", {"index": 1}) is False
    assert old.timeline.AddTrack("video") is True
    assert old.timeline.GetTrackCount("video") == 3
    new = Scene(version="19.0.1")
    assert new.timeline.AddTrack("video", {"index": 1}) is True
    assert [len(new.spans(track)) for track in (1, 2)] == [0, 1]


def test_a_track_goes_with_its_items() -> None:
    scene = Scene()
    item = scene.item()
    assert scene.timeline.DeleteTrack("video", 1) is True
    assert (scene.timeline.GetTrackCount("video"), item.GetName()) == (0, None)


def test_tracks_are_named_and_switched() -> None:
    timeline = Scene().timeline
    assert timeline.SetTrackName("video", 1, "Slow") is True
    assert timeline.SetTrackEnable("video", 1, False) is True
    assert (timeline.GetTrackName("video", 1), timeline.GetIsTrackEnabled("video", 1)) == (
        "Slow",
        False,
    )


def test_clips_are_deleted_on_the_edit_page_only() -> None:
    scene = Scene(page="fairlight")
    assert scene.timeline.DeleteClips([scene.item()], False) is False
    assert scene.resolve.OpenPage("edit") is True
    assert scene.resolve.GetCurrentPage() == "edit"
    assert scene.timeline.DeleteClips([scene.item()], False) is True
    assert scene.spans() == []


def test_linked_sound_stays_when_its_picture_is_deleted() -> None:
    sound = {"id": "sound", "media": "A", "frames": 48, "linked": ["shot"]}
    scene = Scene(timelines=[{"video": [[dict(SHOT, linked=["sound"])]], "audio": [[sound]]}])
    assert scene.timeline.DeleteClips([scene.item()]) is True
    assert scene.item(kind="audio").GetUniqueId() == "sound"


def test_items_are_linked_and_unlinked() -> None:
    scene = Scene(timelines=[{"video": [[SHOT]], "audio": [[{"media": "A", "frames": 48}]]}])
    both = [scene.item(), scene.item(kind="audio")]
    assert scene.timeline.SetClipsLinked(both, True) is True
    assert len(scene.item().GetLinkedItems()) == 1
    assert scene.timeline.SetClipsLinked(both, False) is True
    assert scene.item().GetLinkedItems() == []


def test_the_first_take_is_the_clip_itself() -> None:
    scene = scene_with_slow_frames()
    assert scene.item().GetTakesCount() == 0
    assert scene.item().AddTake(scene.media(1), 0, 48) is True
    assert scene.item().GetTakesCount() == 2
    first, second = (scene.item().GetTakeByIndex(index) for index in (1, 2))
    assert first["mediaPoolItem"].GetUniqueId() == "A"
    assert (second["startFrame"], second["endFrame"]) == (0, 48)
    assert scene.item().GetTakeByIndex(0) == {}


@pytest.mark.parametrize(("selects", "index", "media"), [("new", 2, "S"), ("old", 1, "A")])
def test_which_take_is_selected_then_is_open(selects: str, index: int, media: str) -> None:
    scene = scene_with_slow_frames(behaviour={"add_take_selects": selects})
    scene.item().AddTake(scene.media(1))
    assert scene.item().GetSelectedTakeIndex() == index
    assert scene.app.picture_at(86400) == {"item": "shot", "media": media, "frame": 0}
    assert scene.item().SelectTakeByIndex(2) is True
    assert scene.item().GetMediaPoolItem().GetUniqueId() == "S"


def test_a_take_keeps_the_record_length_and_is_finalised() -> None:
    scene = scene_with_slow_frames()
    scene.item().AddTake(scene.media(1), 10, 20)
    assert scene.spans() == [(86400, 48)]
    assert scene.shown(86400, 86402) == [10, 11]
    assert scene.item().FinalizeTake() is True
    assert (scene.item().GetTakesCount(), scene.item().FinalizeTake()) == (0, False)


@pytest.mark.parametrize(("keep", "frames"), [(True, [0, 0, 1, 1]), (False, [0, 1, 2, 3])])
def test_a_take_on_a_retimed_item_may_take_over_its_speed(keep: bool, frames: list[int]) -> None:
    scene = scene_with_slow_frames(behaviour={"takes_keep_speed": keep}, **shot(speed="1/2"))
    scene.item().AddTake(scene.media(1))
    assert scene.shown(86400, 86404) == frames


def test_takes_are_deleted_but_for_the_selected_one() -> None:
    scene = scene_with_slow_frames()
    scene.item().AddTake(scene.media(1))
    assert scene.item().DeleteTakeByIndex(2) is False
    assert scene.item().DeleteTakeByIndex(1) is True
    assert (scene.item().GetTakesCount(), scene.item().GetSelectedTakeIndex()) == (1, 1)


def test_markers_are_read_by_floats_and_one_stands_on_a_frame() -> None:
    for marked in (Scene().timeline, Scene().item(), Scene().media()):
        assert marked.AddMarker(5, "Mint", "Slowglass", "50 %", 1, "job-1") is True
        assert marked.AddMarker(5, "Mint", "again", "", 1, "") is False
        [(frame, marker)] = marked.GetMarkers().items()
        assert (frame, type(frame)) == (5.0, float)
        assert marker["customData"] == marked.GetMarkerCustomData(5) == "job-1"
        assert list(marked.GetMarkerByCustomData("job-1")) == [5.0]


def test_markers_are_changed_and_removed() -> None:
    item = Scene().item()
    for frame, color in ((1, "Blue"), (2, "Red"), (3, "Sky")):
        item.AddMarker(frame, color, "", "", 1, color)
    assert item.UpdateMarkerCustomData(1, "new") is True
    assert item.DeleteMarkerByCustomData("new") is True
    assert item.DeleteMarkersByColor("Red") is True
    assert item.DeleteMarkerAtFrame(3) is True
    assert item.DeleteMarkerAtFrame(3) is False
    assert item.GetMarkers() == {}


def test_colours_are_of_the_palettes() -> None:
    item = Scene().item()
    assert item.AddMarker(0, "Orange", "", "", 1, "") is False
    assert item.SetClipColor("Cream") is False
    assert item.SetClipColor("Orange") is True
    assert item.GetClipColor() == "Orange"
    assert item.ClearClipColor() is True
    assert item.GetClipColor() == ""


def test_properties_are_numbers_within_their_range() -> None:
    item = Scene(**shot(properties={"Pan": 12.5})).item()
    assert item.GetProperty("Pan") == 12.5
    assert item.SetProperty("Opacity", 150) is True
    assert item.GetProperty("Opacity") == 100.0
    assert item.SetProperty({"ZoomX": 2.0, "FlipX": True}) is True
    assert (item.GetProperty()["ZoomX"], item.GetProperty("FlipX")) == (2.0, True)
    assert item.SetProperty({"ZoomX": 3.0, "Nothing": 1}) is False


def test_newer_versions_have_more_properties() -> None:
    few = Scene(behaviour={"few_properties": True}).item().GetProperty()
    usual = Scene(version="21.0.4").item().GetProperty()
    most = Scene(version="21.1.0").item().GetProperties()
    assert (len(few), len(usual)) == (21, 26)
    assert len(most) >= 32
    assert "RetimeProcess" in usual and "RetimeProcess" not in few


def test_the_speed_warps_have_their_numbers_since_19() -> None:
    for version, kept in (("18.5.1", 5), ("19.0.1", 6)):
        item = Scene(version=version).item()
        item.SetProperty("MotionEstimation", 6)
        assert item.GetProperty("MotionEstimation") == kept


def test_an_item_is_disabled_and_then_not_seen() -> None:
    scene = Scene()
    assert scene.item().SetClipEnabled(False) is True
    assert scene.item().GetClipEnabled() is False
    assert scene.app.picture_at(86400) is None


@pytest.mark.parametrize(
    ("manner", "answer", "nodes"), [("works", True, 4), ("refused", False, 1), ("ignored", True, 1)]
)
def test_a_grade_is_copied_if_reading_it_back_says_so(
    manner: str, answer: bool, nodes: int
) -> None:
    shots = [dict(SHOT, grade_nodes=4), {"media": "A", "at": 48, "frames": 48}]
    scene = Scene(behaviour={"copy_grades": manner}, timelines=[{"video": [shots]}])
    assert scene.item().CopyGrades([scene.item(index=1)]) is answer
    assert scene.item(index=1).GetNodeGraph().GetNumNodes() == nodes


@pytest.mark.parametrize("moves", [True, False])
def test_a_duplicate_has_new_ids_and_may_become_current(moves: bool) -> None:
    scene = Scene(behaviour={"duplicate_moves_current": moves})
    twin = scene.timeline.DuplicateTimeline("Twin")
    [item] = twin.GetItemListInTrack("video", 1)
    assert item.GetUniqueId() != "shot"
    assert item.GetMediaPoolItem().GetUniqueId() == "A"
    assert scene.timeline.GetName() == ("Twin" if moves else "Timeline 1")
    assert scene.timeline.DuplicateTimeline("Twin") is None


def test_a_new_timeline_is_current_and_its_name_is_its_own() -> None:
    scene = Scene(version="19.1.3")
    made = scene.pool.CreateEmptyTimeline("Slow")
    assert scene.timeline.GetName() == made.GetName() == "Slow"
    assert made.GetMediaPoolItem().GetClipProperty("Type") == "Timeline"
    assert scene.pool.CreateEmptyTimeline("Slow") is None
    assert scene.project.GetTimelineCount() == 2
    assert scene.pool.CreateTimelineFromClips("Film", [scene.media()]).GetEndFrame() == 86640


def test_timelines_are_deleted() -> None:
    scene = Scene()
    timeline, item = scene.timeline, scene.item()
    assert scene.pool.DeleteTimelines([timeline]) is True
    assert (timeline.GetName(), item.GetName(), scene.timeline) == (None, None, None)


def test_a_start_timecode_moves_everything() -> None:
    scene = Scene()
    assert scene.timeline.SetStartTimecode("02:00:00:00") is True
    assert (scene.timeline.GetStartFrame(), scene.item().GetStart()) == (172800, 172800)
    assert scene.timeline.SetStartTimecode("soon") is False


def test_a_compound_clip_takes_the_place_of_its_items() -> None:
    scene = Scene()
    made = scene.timeline.CreateCompoundClip([scene.item()], {"name": "Both"})
    assert made.GetMediaPoolItem().GetClipProperty("Type") == "Compound"
    assert scene.spans() == [(86400, 48)]
    assert scene.item().GetName() == "Both"


def test_an_export_takes_constants_and_no_text(tmp_path: Path) -> None:
    scene = Scene()
    path = str(tmp_path / "a.otio")
    assert scene.timeline.Export(path, "EXPORT_OTIO", "EXPORT_NONE") is False
    assert scene.timeline.Export(path, scene.resolve.EXPORT_OTIO) is True
    nowhere = str(tmp_path / "nowhere" / "a.otio")
    assert scene.timeline.Export(nowhere, scene.resolve.EXPORT_OTIO) is False


def test_an_fcpxml_is_a_folder_and_is_not_written_twice(tmp_path: Path) -> None:
    scene = Scene()
    path = tmp_path / "a.fcpxmld"
    kind = scene.resolve.EXPORT_FCPXML_1_10
    assert scene.timeline.Export(str(path), kind, scene.resolve.EXPORT_NONE) is True
    assert (path / "Info.fcpxml").is_file()
    assert scene.timeline.Export(str(path), kind, scene.resolve.EXPORT_NONE) is False


def test_saving_can_fail() -> None:
    assert Scene().manager.SaveProject() is True
    assert Scene(behaviour={"save_answers": False}).manager.SaveProject() is False
