"""What happens to the double while a script runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve import ResolveDouble, ScenarioError
from tests.doubles.resolve_scene import SHOT, Scene


def append(scene: Scene) -> Any:
    return scene.pool.AppendToTimeline([scene.media()])


def test_every_call_of_a_resolve_that_is_gone_answers_none() -> None:
    scene = Scene()
    item, resolve = scene.item(), scene.resolve
    scene.app.do("quit")
    assert (item.GetStart(), resolve.GetProjectManager(), resolve.OpenPage("edit")) == (None,) * 3
    other = Scene()
    assert (other.resolve.Quit(), other.resolve.GetProjectManager()) == (None, None)


def test_every_call_behind_a_dialog_answers_false_until_it_is_closed() -> None:
    scene = Scene()
    timeline = scene.timeline
    scene.app.do("open_modal", title="Preferences")
    assert (timeline.GetName(), timeline.GetItemListInTrack("video", 1)) == (False, False)
    scene.app.do("close_modal")
    assert timeline.GetName() == "Timeline 1"


@pytest.mark.parametrize("answer", [False, None])
def test_a_busy_resolve_refuses_some_calls(answer: Any) -> None:
    scene = Scene(behaviour={"busy_answer": answer})
    timeline = scene.timeline
    scene.app.do("busy", calls=2)
    assert [timeline.GetName() for _ in range(3)] == [answer, answer, "Timeline 1"]


def test_a_busy_resolve_can_hold_a_call_up(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("tests.doubles.resolve.application.time.sleep", waited.append)
    scene = Scene(behaviour={"busy_seconds": 2.5})
    timeline = scene.timeline
    scene.app.do("busy", calls=1)
    assert timeline.GetName() == "Timeline 1"
    assert waited == [2.5]


def test_the_user_deletes_the_clip_before_a_call() -> None:
    fault = {"call": "GetDuration", "nth": 2, "do": "delete_item", "item": "shot"}
    item = Scene(faults=[fault]).item()
    assert [item.GetDuration() for _ in range(3)] == [48, None, None]


def test_the_user_opens_another_timeline_after_a_call() -> None:
    fault = {"call": "ImportMedia", "when": "after", "do": "switch_timeline", "timeline": "B"}
    scene = Scene(timelines=[{"name": "A"}, {"name": "B"}], faults=[fault])
    scene.pool.ImportMedia([])
    assert scene.timeline.GetName() == "B"


def test_the_user_closes_the_project() -> None:
    scene = Scene()
    held = [scene.project, scene.timeline, scene.item(), scene.pool, scene.media()]
    scene.app.do("close_project")
    assert [each.GetName() for each in held[:3]] == [None] * 3
    assert scene.project is None
    assert held[3].ImportMedia([]) is None
    assert held[4].GetClipProperty("FPS") is None


def test_handles_go_stale_and_can_be_fetched_again() -> None:
    scene = Scene()
    resolve, item = scene.resolve, scene.item()
    scene.app.do("forget_handles")
    assert item.GetUniqueId() is None
    assert resolve.GetProjectManager() is not None
    assert scene.item().GetUniqueId() == "shot"


def test_ids_can_change() -> None:
    scene = Scene()
    scene.app.do("renumber_items")
    assert scene.item().GetUniqueId() != "shot"
    assert scene.spans() == [(86400, 48)]


def test_one_failed_append_and_then_it_works() -> None:
    scene = Scene(faults=[{"call": "AppendToTimeline", "answer": []}])
    assert append(scene) == []
    assert scene.spans() == [(86400, 48)]
    assert len(append(scene)) == 2
    assert len(scene.spans()) == 2


def test_a_call_can_fail_as_often_as_one_likes_from_any_call_on() -> None:
    fault = {"call": "AddTrack", "nth": 2, "times": 2, "answer": "failure"}
    timeline = Scene(faults=[fault]).timeline
    assert [timeline.AddTrack("video") for _ in range(4)] == [True, False, False, True]


def test_a_fault_can_wait_for_a_file(tmp_path: Path) -> None:
    fault = {"file": str(tmp_path / "*.exr"), "do": "lock_track", "index": 1}
    scene = Scene(faults=[fault])
    assert scene.timeline.GetIsTrackLocked("video", 1) is False
    (tmp_path / "x.exr").touch()
    assert scene.timeline.GetIsTrackLocked("video", 1) is True


def test_the_user_moves_and_adds_items_and_changes_speeds() -> None:
    scene = Scene(timelines=[{"video": [[SHOT], []]}])
    scene.app.do("move_item", item="shot", frames=10)
    scene.app.do("add_item", at=5, frames=20, index=2)
    scene.app.do("set_speed", item="shot", speed="1/2")
    assert (scene.spans(1), scene.spans(2)) == ([(86410, 48)], [(86405, 20)])
    assert scene.item().GetSourceEndFrame() == 24
    assert scene.item(2).GetMediaPoolItem() is None


def test_the_user_deletes_a_clip_from_the_pool() -> None:
    scene = Scene()
    item, clip = scene.item(), scene.media()
    scene.app.do("delete_media", media="A")
    assert (item.GetName(), clip.GetName(), clip.GetUniqueId()) == (None, None, None)
    assert scene.spans() == []


def test_the_user_deletes_a_timeline_and_closes_another_way() -> None:
    scene = Scene()
    scene.app.do("delete_timeline", timeline="Timeline 1")
    assert scene.timeline is None
    assert scene.manager.GetProjectListInCurrentFolder() == ["Film"]
    assert scene.manager.CloseProject(scene.project) is True
    assert scene.project is None
    assert scene.manager.LoadProject("Film") is None


@pytest.mark.parametrize(
    "scenario",
    [
        {"versions": "20.3.2"},
        {"version": "17.0"},
        {"edition": "lite"},
        {"behaviour": {"append_ending": "exclusive"}},
        {"media": {"A": {"pth": "/film/A.mov"}}},
        {"timelines": [{"video": [[{"kind": "picture", "frames": 1}]]}]},
        {"timelines": [{"video": [[{"kind": "title"}]]}]},
        {
            "timelines": [
                {"video": [[{"kind": "title", "frames": 9}, {"kind": "title", "frames": 9}]]}
            ]
        },
        {"faults": [{"call": "AddTrack"}]},
        {"faults": [{"do": "quit"}]},
        {"faults": [{"call": "AddTrack", "answer": None, "tmes": 2}]},
    ],
)
def test_a_scenario_that_means_nothing_is_refused(scenario: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError):
        ResolveDouble(scenario)


def test_an_action_that_means_nothing_is_refused() -> None:
    for action, how in (("explode", {}), ("delete_item", {"item": "no"})):
        with pytest.raises(ScenarioError):
            Scene().app.do(action, **how)
