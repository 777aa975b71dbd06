"""Names, calls, comparisons and failures of the double's handles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.resolve import VERSIONS, ResolveDouble
from tests.doubles.resolve_scene import Scene

FIRST_WITH = {
    "Timeline.AddTrack": "18.5.1",
    "TimelineItem.GetTrackTypeAndIndex": "19.0.1",
    "TimelineItem.GetLinkedItems": "19.0.1",
    "TimelineItem.GetSourceStartFrame": "19.1.3",
    "MediaPoolItem.SetThirdPartyMetadata": "19.1.3",
    "MediaPool.GetSelectedClips": "19.1.3",
    "Timeline.GetMarkInOut": "19.1.3",
    "TimelineItem.SetName": "20.3.2",
    "Timeline.GetSelectedClips": "21.0.4",
    "TimelineItem.GetSpeed": "21.1.0",
    "TimelineItem.GetType": "21.1.0",
    "Resolve.IsStudio": "21.1.0",
}


def handles(scene: Scene) -> dict[str, Any]:
    return {
        "Resolve": scene.resolve,
        "MediaPool": scene.pool,
        "MediaPoolItem": scene.media(),
        "Timeline": scene.timeline,
        "TimelineItem": scene.item(),
    }


def test_an_unknown_name_is_none_and_every_name_is_there() -> None:
    resolve: Any = Scene().resolve
    assert resolve.GetNothing is None
    assert hasattr(resolve, "GetNothing")
    call: Any = resolve.GetNothing
    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        call()


def test_any_name_can_be_a_method_that_answers_nothing() -> None:
    timeline = Scene(behaviour={"names_are_methods": True}).timeline
    assert timeline.NoSuchMethod(1, 2) is None
    assert "NoSuchMethod" not in dir(timeline)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_has_the_methods_of_its_time_only(version: str) -> None:
    found = handles(Scene(version=version))
    for name, first in FIRST_WITH.items():
        kind, _, method = name.partition(".")
        expected = VERSIONS.index(version) >= VERSIONS.index(first)
        assert callable(getattr(found[kind], method, None)) == expected, name
        assert (method in dir(found[kind])) == expected, name


def test_dir_lists_nothing_but_methods() -> None:
    for handle in handles(Scene(version="21.1.0")).values():
        assert dir(handle)
        assert all(callable(getattr(handle, name)) for name in dir(handle))


def test_nothing_of_the_inside_can_be_reached() -> None:
    resolve: Any = Scene().resolve
    assert (resolve._app, resolve._state, resolve.state) == (None, None, None)
    with pytest.raises(AttributeError):
        resolve.note = 1


def test_two_handles_of_one_item_differ_and_share_their_id() -> None:
    scene = Scene()
    one, other = scene.item(), scene.item()
    assert one != other
    assert one.GetUniqueId() == other.GetUniqueId() == "shot"
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_keywords_are_not_taken() -> None:
    with pytest.raises(TypeError, match="keyword"):
        Scene().resolve.OpenPage(pageName="edit")


def test_failures_are_values_of_the_kind_that_the_method_returns() -> None:
    scene = Scene()
    assert scene.timeline.SetTrackLock("video", 9, True) is False
    assert scene.timeline.GetItemListInTrack("picture", 1) == []
    assert scene.timeline.GetTrackName("video", 9) == ""
    assert scene.project.GetTimelineByIndex(9) is None
    assert scene.pool.ImportMedia("no list") == []
    assert scene.timeline.GetMarkerByCustomData("nothing") == {}


def test_wrong_arguments_fail_without_a_word() -> None:
    scene = Scene()
    assert scene.resolve.OpenPage() is False
    assert scene.resolve.OpenPage("edit", "too", "many") is False
    assert scene.timeline.AddMarker("0", "Blue", "", "", 1, "") is False
    assert scene.timeline.DeleteClips([None]) is False
    assert scene.pool.SetCurrentFolder(scene.item()) is False


def test_indices_count_from_one() -> None:
    scene = Scene()
    assert scene.timeline.GetItemListInTrack("video", 0) == []
    assert scene.project.GetTimelineByIndex(0) is None
    assert scene.project.GetTimelineByIndex(1).GetName() == "Timeline 1"
    assert scene.timeline.GetTrackName("video", 1) == "Video 1"


def test_constants_are_floats_and_missing_ones_none() -> None:
    for version, known in (("20.3.2", False), ("21.1.0", True)):
        resolve = Scene(version=version).resolve
        assert type(resolve.EXPORT_OTIO) is float
        assert (resolve.MOTION_EST_METAL is not None) == known


def test_a_handle_of_something_deleted_answers_none() -> None:
    scene = Scene()
    item = scene.item()
    scene.app.do("delete_item", item="shot")
    assert item.GetStart() is None
    assert item.GetUniqueId() is None
    assert item.SetClipEnabled(False) is None


def test_names_can_be_taken_from_a_version() -> None:
    scene = Scene(without=["Resolve.EXPORT_OTIO", "TimelineItem.GetSourceStartFrame"])
    assert scene.resolve.EXPORT_OTIO is None
    assert scene.item().GetSourceStartFrame is None


def test_every_call_and_every_missing_name_is_kept() -> None:
    app: Any = ResolveDouble({})
    app.resolve.OpenPage("color")
    assert app.resolve.GetSpeed is None
    assert app.resolve.LoadLayoutPreset("mine") is False
    first, second = app.log
    assert first == {"call": "Resolve.OpenPage", "arguments": ["color"], "answer": True}
    assert second["not modelled"]
    assert app.missing == [("Resolve", "GetSpeed")]
