"""What goes wrong on the way, in each Blender; `inside/trouble.py` does it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CANCEL_SECONDS, HOST_CODES

CLIP = {"clip": [2, 101, 121]}
RESULT = {"clip slowglass": [3, 101, 181]}


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("trouble")
    return blender.run("trouble", folder=str(folder), images=str(images))


TOLD = {
    "cancelled_and_resumed": ("cancelled", "stopped, nothing was inserted", "are kept"),
    "deaf": ("cancelled", "stopped, nothing was inserted", "are kept"),
    "killed_and_resumed": ("failed", "the engine ended without a result", "run it again"),
    "missing": ("failed", "expected the Slowglass engine", "install Slowglass, or set the path"),
    "newer": ("failed", "expected an engine of protocol 1, got 9", "the same version"),
    "full": ("failed", "the disk is full", "make room"),
    "broken": ("failed", "unexpected ZeroDivisionError", "report it"),
    "frames_lost": ("failed", "56 are missing", "resume"),
}


@pytest.mark.parametrize("case", TOLD)
def test_failure_is_told_and_leaves_neither_strip_nor_process(seen: Any, case: str) -> None:
    state, message, hint = TOLD[case]
    found = seen[case]
    assert found["state"] == state
    assert message in found["message"]
    assert hint in found["hint"]
    assert found["strips"] == CLIP
    assert (found["processes"], found["muted"], found["busy"]) == ([], [], False)


def test_an_engine_that_runs_would_be_seen(seen: Any) -> None:
    assert seen["deaf"]["running"] == int(sys.platform == "linux")


@pytest.mark.parametrize("case", ["cancelled_and_resumed", "deaf"])
def test_cancel_stops_the_engine_within_a_second(seen: Any, case: str) -> None:
    assert seen[case]["took"] < HOST_CANCEL_SECONDS


@pytest.mark.parametrize("case", ["cancelled_and_resumed", "killed_and_resumed"])
def test_the_same_job_goes_on_from_the_frames_that_are_whole(seen: Any, case: str) -> None:
    assert seen[case]["kept"] == 24


def test_a_stopped_job_is_resumed_from_the_list(seen: Any) -> None:
    assert seen["cancelled_and_resumed"]["resumed"] == {**CLIP, **RESULT}


def test_a_script_gets_the_message_as_an_exception(seen: Any) -> None:
    assert "clip: expected the Slowglass engine" in seen["missing"]["raised"]


@pytest.mark.parametrize(
    ("case", "message", "left"),
    [
        ("deleted", "the strip is gone, nothing was inserted", {}),
        ("no_free_channel", "expected a free channel above 128", {"clip": [128, 101, 121]}),
    ],
)
def test_what_cannot_be_inserted_says_where_the_frames_are(
    seen: Any, case: str, message: str, left: Any
) -> None:
    found = seen[case]
    assert found["state"] == "failed"
    assert message in found["message"]
    assert "the frames are whole, in " in found["hint"]
    assert found["strips"] == left


def test_the_result_goes_where_the_strip_was_moved_to(seen: Any) -> None:
    found = seen["moved_and_trimmed"]
    assert found["strips"] == {"another": [6, 205, 220], "another slowglass": [7, 205, 285]}
    assert found["muted"] == ["another"]
    assert any("changed meanwhile" in note for note in found["notes"])


def test_a_strip_is_found_again_after_undo_took_its_mark_away(seen: Any) -> None:
    found = seen["renamed_after_undo"]
    assert not found["marked"]
    assert found["strips"] == {**CLIP, **RESULT}


def test_a_file_saved_under_another_name_shows_the_frames(seen: Any) -> None:
    found = seen["saved_elsewhere"]
    assert found["state"] == "done"
    assert found["directory"].startswith("//../one/frames/clip_")
    assert found["shown"] == pytest.approx(14, abs=HOST_CODES)


def test_closing_the_file_stops_the_jobs_and_inserts_nothing(seen: Any) -> None:
    found = seen["closed"]
    assert (found["state"], found["strips"]) == ("cancelled", {})
    assert "the file was closed" in found["message"]
    assert not found["processes"]


def test_no_undo_brings_a_half_grown_strip_back(seen: Any) -> None:
    found = seen["undone_while_inserting"]
    assert found["half"]["clip slowglass"][2] < RESULT["clip slowglass"][2]
    assert found["undone"] == found["back"] == CLIP
    assert found["strips"] == {**CLIP, **RESULT}


def test_saving_finishes_an_insertion_first(seen: Any) -> None:
    found = seen["saved_while_inserting"]
    assert (found["state"], found["strips"]) == ("done", {**CLIP, **RESULT})


def test_nothing_is_inserted_while_the_user_moves_strips(seen: Any) -> None:
    found = seen["dragged"]
    assert found["meanwhile"] == CLIP
    assert (found["state"], found["strips"]) == ("done", {**CLIP, **RESULT})


def test_nothing_is_inserted_while_an_object_is_edited(seen: Any) -> None:
    found = seen["editing"]
    assert {"clip": found["meanwhile"]["clip"]} == CLIP
    assert found["strips"] == {**CLIP, **RESULT}


def test_a_mistake_of_ours_ends_its_job_alone(seen: Any) -> None:
    first, second = seen["mistaken"]
    assert first == ["failed", "unexpected ZeroDivisionError: division by zero"]
    assert second[0] == "done"


def test_jobs_that_are_not_listed_any_more_are_told(seen: Any) -> None:
    cancelled, running, resumed = seen["not_listed"]
    assert "not on the list any more" in cancelled
    assert "No job was stopped" in running
    assert "not on the list any more" in resumed


def test_ended_jobs_are_forgotten_with_their_file(seen: Any) -> None:
    ended, stopped = seen["other_file"]
    assert ended == 0
    assert stopped == ["the file was closed, nothing was inserted"]
