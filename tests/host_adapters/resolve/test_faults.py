"""What users and Resolve do while frames are made: told, nothing half-placed, frames kept."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import ticket
from slowglass.host_adapters.resolve.jobs.retime import PLACE_LATER, place_waiting, run
from slowglass.host_adapters.resolve.ui import MENU
from slowglass.host_adapters.resolve.wish import Wish
from tests.host_adapters.resolve.stage import TITLE, Stage, User

LATER = f"{MENU} > {PLACE_LATER}"
FRAMES = 24


def do(action: str, **how: Any) -> Callable[[Stage], None]:
    return lambda stage: stage.app.do(action, **how)


MEANWHILE = {
    "clip deleted": (do("delete_item", item="shot"), "is not on the timeline any more"),
    "clip moved": (do("move_item", item="shot", frames=5), "was changed in the meantime"),
    "timeline switched": (do("switch_timeline", timeline="Other"), "open Edit again"),
    "timeline deleted": (do("delete_timeline", timeline="Edit"), "another timeline is open"),
    "project closed": (do("close_project"), "no project is open"),
    "dialog open": (do("open_modal"), "close any dialog"),
    "ids changed": (do("renumber_items"), "is not on the timeline any more"),
    "Resolve ended": (do("quit"), "does not answer"),
}

BEHAVIOUR: dict[str, tuple[dict[str, Any], str]] = {
    "lands late": ({"append_late_frames": 3}, "it begins at frame"),
    "loses frames": ({"append_lost_frames": 2}, "it lasts 22 frames, not 24"),
    "imported short": ({"import_lost_frames": 1}, "has 23 frames, not 24"),
    "imported one by one": ({"show_individual_frames": True}, "as 24 clips, not as one"),
    "rate refused": ({"fps_write": "refused"}, "plays at 25.0 frames a second, not at 24"),
    "rate said but not kept": ({"fps_write": "ignored"}, "not at 24"),
}

REFUSED_CALLS = {
    "AppendToTimeline": "did not put the result on video track 2",
    "ImportMedia": "as 0 clips",
    "AddSubFolder": "the bin Slowglass cannot be made",
    "SetCurrentFolder": "the bin Slowglass cannot be opened",
}


def assert_told_and_kept(stage: Stage, reason: str) -> None:
    """The user knows what happened and what to do, and has the frames."""
    assert reason in stage.user.text
    assert LATER in stage.user.text
    assert len(stage.frames_on_disk()) == FRAMES
    (kept,) = ticket.waiting()
    assert kept.folder == str(stage.frames_on_disk()[0].parent)
    assert kept.folder in stage.user.text


def assert_nothing_placed(stage: Stage) -> None:
    """The project is as it was, but for an empty bin."""
    assert stage.originals() == stage.before
    items = {item["id"] for _, item in [*stage.items("Edit"), *stage.items("Other")]}
    assert items == set(stage.before)
    (edit, _) = stage.app.dump()["timelines"]
    assert len(edit["tracks"]["video"]) == len(stage.tracks_before)
    assert stage.pool() == []


@pytest.mark.parametrize("fault", MEANWHILE)
def test_what_happens_meanwhile_is_told_and_nothing_is_placed(tmp_path: Path, fault: str) -> None:
    strike, reason = MEANWHILE[fault]
    stage = Stage(tmp_path)
    after: list[Any] = []

    def meanwhile() -> None:
        strike(stage)
        after.append(changed(stage))

    stage.engine.meanwhile = meanwhile
    assert stage.run() == 0
    assert_told_and_kept(stage, reason)
    assert changed(stage) == after[0]


def changed(stage: Stage) -> Any:
    """All that a placement could change."""
    document = stage.app.dump()
    return document["timelines"], document["bins"]


@pytest.mark.parametrize("manner", BEHAVIOUR)
def test_a_result_that_is_not_right_is_taken_back(tmp_path: Path, manner: str) -> None:
    behaviour, reason = BEHAVIOUR[manner]
    stage = Stage(tmp_path, rate="24", project={"rate": "25"}, **_custom_rate(behaviour))
    assert stage.run() == 0
    assert_told_and_kept(stage, reason)
    assert_nothing_placed(stage)


def _custom_rate(behaviour: dict[str, Any]) -> dict[str, Any]:
    """A timeline whose rate is not the project's, so that what is imported has to be told."""
    return {"behaviour": behaviour, "timeline": {"rate": "24"}}


@pytest.mark.parametrize("call", REFUSED_CALLS)
def test_a_call_that_fails_for_good_leaves_nothing(tmp_path: Path, call: str) -> None:
    faults = [{"call": call, "answer": "failure", "times": 99}]
    stage = Stage(tmp_path, faults=faults)
    assert stage.run() == 0
    assert_told_and_kept(stage, REFUSED_CALLS[call])
    assert_nothing_placed(stage)


@pytest.mark.parametrize("answer", ["husks", "none", "empty"])
def test_what_append_answers_proves_nothing(tmp_path: Path, answer: str) -> None:
    stage = Stage(tmp_path, behaviour={"append_answer": answer})
    assert stage.run() == 1, stage.user.text
    assert stage.placed()[0] == 2


@pytest.mark.parametrize("overlap", ["drop", "husk", "slide"])
def test_a_place_that_was_taken_meanwhile_is_not_used(tmp_path: Path, overlap: str) -> None:
    faults = [{"call": "AppendToTimeline", "do": "add_item", "at": 40, "frames": 9, "index": 2}]
    stage = Stage(tmp_path, faults=faults, behaviour={"append_overlap": overlap})
    assert stage.run() == 0
    assert LATER in stage.user.text
    assert stage.pool() == []
    assert {item["id"] for _, item in stage.items()} == {"shot", "title", "user-item"}


def test_one_failed_append_is_tried_again(tmp_path: Path) -> None:
    faults = [{"call": "AppendToTimeline", "answer": []}]
    stage = Stage(tmp_path, faults=faults)
    assert stage.run() == 1, stage.user.text
    track, item = stage.placed()
    assert (track, item["end"] - item["start"]) == (2, FRAMES)
    assert ticket.waiting() == []


@pytest.mark.parametrize("state", [{"locked": True}, {"enabled": False}])
def test_tracks_that_are_locked_or_off_are_left_alone(
    tmp_path: Path, state: dict[str, bool]
) -> None:
    shot = {"id": "shot", "media": "take-1", "at": 24, "frames": 12}
    stage = Stage(tmp_path, timeline={"video": [[shot], {"items": [], **state}]})
    assert stage.run() == 1, stage.user.text
    assert stage.placed()[0] == 3


def test_a_track_that_cannot_be_added_is_told_and_one_that_was_is_taken_back(
    tmp_path: Path,
) -> None:
    shot = {"id": "shot", "media": "take-1", "at": 24, "frames": 12}
    for name, faults, reason in (
        ("a", [{"call": "AddTrack", "answer": "failure"}], "none can be added"),
        ("b", [{"call": "AppendToTimeline", "answer": [], "times": 9}], "did not put"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        stage = Stage(folder, timeline={"video": [[shot]]}, faults=faults)
        assert stage.run() == 0
        assert reason in stage.user.text
        assert_nothing_placed(stage)


def test_a_dialog_that_is_open_from_the_start_is_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.app.do("open_modal")
    assert stage.run() == 0
    assert "close any dialog" in stage.user.text
    assert stage.engine.jobs == []


def test_a_busy_resolve_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slowglass.host_adapters.resolve.placing.result.POLL_SECONDS", 0.01)
    stage = Stage(tmp_path)
    stage.engine.meanwhile = lambda: stage.app.do("busy", calls=3)
    wish = Wish(Fraction(1, 2))
    assert run(stage.app.resolve, lambda _: wish, stage.user, stage.engine, busy_seconds=10.0) == 1


def test_handles_that_went_stale_are_fetched_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    resolve = stage.app.resolve
    stage.engine.meanwhile = lambda: stage.app.do("forget_handles")
    assert run(resolve, lambda _: Wish(Fraction(1, 2)), stage.user, stage.engine) == 1


def test_what_is_wrong_is_taken_back_on_pages_where_deleting_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path, behaviour={"append_late_frames": 1}, page="fairlight")
    assert stage.run() == 0
    assert_nothing_placed(stage)
    assert stage.app.page == "fairlight"


def test_what_cannot_be_taken_back_is_told(tmp_path: Path) -> None:
    faults = [{"call": "DeleteClips", "answer": "failure", "times": 99}]
    stage = Stage(tmp_path, faults=faults, behaviour={"append_late_frames": 1})
    assert stage.run() == 0
    assert "1 item(s) of ours are still on the timeline" in stage.user.text
    assert "is still in the media pool" in stage.user.text


def test_frames_are_placed_later(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.engine.meanwhile = lambda: stage.app.do("switch_timeline", timeline="Other")
    assert stage.run() == 0
    assert place_waiting(stage.app.resolve, stage.user, 0.0) == 0
    stage.app.do("switch_timeline", timeline="Edit")
    assert place_waiting(stage.app.resolve, stage.user, 0.0) == 1, stage.user.text
    track, item = stage.placed()
    assert (track, item["end"] - item["start"]) == (2, FRAMES)
    assert stage.originals() == stage.before
    user = User()
    assert place_waiting(stage.app.resolve, user, 0.0) == 0
    assert "nothing to place" in user.text


def test_frames_of_a_clip_that_was_moved_are_placed_with_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.engine.meanwhile = lambda: stage.app.do("move_item", item="shot", frames=5)
    assert stage.run() == 0
    assert place_waiting(stage.app.resolve, stage.user, 0.0) == 1, stage.user.text
    track, item = stage.placed()
    assert (track, item["start"]) == (2, stage.before["shot"][1]["start"] + 5)
    assert "could not be copied" not in stage.user.text


def test_frames_of_a_clip_that_is_gone_are_placed_where_it_was(tmp_path: Path) -> None:
    stage = Stage(tmp_path, timeline={"video": [[SHOT], [{**TITLE, "at": 34, "frames": 300}]]})
    stage.engine.meanwhile = lambda: stage.app.do("delete_item", item="shot")
    assert stage.run() == 0
    assert place_waiting(stage.app.resolve, stage.user, 0.0) == 1, stage.user.text
    track, item = stage.placed()
    assert (track, item["start"]) == (3, stage.before["shot"][1]["start"])
    assert "its transform and grade could not be copied" in stage.user.text


SHOT = {"id": "shot", "media": "take-1", "at": 24, "frames": 12}


def test_an_engine_that_ends_without_a_result_places_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    answer = {"event": "error", "code": "output", "message": "the disk is full", "hint": "clear it"}
    wish = Wish(Fraction(1, 2))
    assert run(stage.app.resolve, lambda _: wish, stage.user, lambda job, ui: answer) == 0
    assert "the disk is full (clear it). Nothing was placed" in stage.user.text
    assert_nothing_placed(stage)
    assert ticket.waiting() == []
    assert list((tmp_path / "slowglass").iterdir()) == []


def test_cancelling_ends_all_that_was_asked_for(tmp_path: Path) -> None:
    selected = [{**SHOT, "selected": True}, {**SHOT, "id": "b", "at": 80, "selected": True}]
    stage = Stage(tmp_path, version="21.1.0", timeline={"video": [selected]})
    stage.engine.meanwhile = lambda: setattr(stage.user, "wants_to_stop", True)
    assert stage.run() == 1
    assert len(stage.engine.jobs) == 1


def test_settings_that_cannot_be_written_do_not_keep_a_result_from_its_place(
    tmp_path: Path, settings: Path
) -> None:
    (settings / "slowglass").write_text("a file, where the folder should be")
    stage = Stage(tmp_path)
    assert stage.run() == 1, stage.user.text
    assert "cannot be noted for later" in stage.user.text
