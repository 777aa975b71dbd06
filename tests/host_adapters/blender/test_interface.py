"""What the user sees and can press, in each Blender; `inside/interface.py` draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("interface")
    return blender.run("interface", folder=str(folder), images=str(images))


def test_where_nothing_can_be_done_the_reason_is_given(seen: Any) -> None:
    found = seen["nothing"]
    assert "Select a movie or image strip" in found["retime"]
    assert "The active strip was not made by Slowglass" in found["redo"]
    assert "Nothing is under way" in found["cancel"]
    assert not found["fill"]
    assert found["panel"] == ["label Select a movie or image strip"]
    assert found["context menu"] == []


def test_menus_offer_what_can_be_done_with_a_clip(seen: Any) -> None:
    found = seen["clip"]
    assert "menu SLOWGLASS_MT_strip" in found["context menu"]
    assert "menu SLOWGLASS_MT_strip" in seen["nothing"]["strip menu"]
    for text in ("Slow Down to 25 %…", "Slow Down…"):
        assert f"operator slowglass.retime {text}" in found["menu"]
    assert "operator slowglass.fill Fill Retime…" in found["menu"]
    assert "operator slowglass.retime 12.5 %" in found["panel"]


def test_a_clip_without_retime_or_rate_is_told_apart(seen: Any, blender: Blender) -> None:
    # Blender 4.2 does not tell whether an image strip has retiming keys; reading it does.
    reason = "has no retime" if blender.version == "4.2" else "No selected strip has a retime"
    assert reason in seen["clip"]["fill"]
    assert "Only movies have a frame rate of their own" in seen["clip"]["rate"]


def test_the_dialog_opens_when_the_cost_is_measured_and_says_it(seen: Any) -> None:
    found = seen["dialog"]
    assert found["answers"] == [["FINISHED"], ["RUNNING_MODAL"]]
    assert found["status"].startswith("Slowglass: measuring")
    [opened] = found["opened"]
    assert (opened["operator"], opened["speed"]) == ("slowglass.retime", 0.25)
    assert found["lines"] == [
        "80 frames, 60 of them new; 3.33 s long",
        "Takes about 2 min 40 s, about 400.0 MB of 1000.0 GB free",
        "The last 3 frames stand still: the clip ends there.",
    ]
    assert found["jobs"] == 0


def test_the_dialog_follows_what_the_user_changes(seen: Any) -> None:
    found = seen["dialog"]
    assert found["changed"][0] == "40 frames, 20 of them new; 1.67 s long"
    assert found["changed"][1].startswith("Takes about 1 min 20 s, about 200.0 MB")
    assert found["drawn"][:2] == ["prop speed", "prop length"]
    assert f"label {found['changed'][1]}" in found["drawn"]


def test_a_quality_is_chosen_in_the_dialog_and_remembered(seen: Any) -> None:
    found = seen["dialog"]["better"]
    assert found["kept"] == found["document"]["quality"] == "best"
    assert "model" not in found["document"]
    assert "Time and disk: not measured at this quality yet" in found["lines"]
    assert "prop quality" in seen["dialog"]["drawn"]


def test_a_model_of_the_preferences_stands_in_the_place_of_a_quality(seen: Any) -> None:
    found = seen["dialog"]["better"]
    assert found["named"] == [None, "mine"]
    assert found["shown"] == ["label Model mine, by the preferences"]
    assert "prop model" not in seen["engine"]["drawn"]


def test_weights_are_offered_with_size_and_licence_and_fetched_by_a_click(seen: Any) -> None:
    found = seen["fetching"]
    assert "operator slowglass.fetch Fetch RIFE 4.25 (23.0 MB)" in found["offered"]
    text = " ".join(found["offered"])
    assert "keeps one body." in text
    assert "Licence: MIT, trained on Vimeo-90K." in text
    assert "Quality good: flow (RIFE is not installed)" in text
    assert (found["before"], found["after"]) == ([False, 1], [True, 0])
    assert "Nothing of that name is offered" in found["nothing"]


def test_a_download_shows_how_far_it_is_and_why_it_failed(seen: Any) -> None:
    found = seen["fetching"]
    assert "progress downloading 12 of 23.0 MB" in found["half"]
    assert "operator slowglass.stop_fetching" in found["half"]
    assert found["status"] == "Slowglass: downloading 12 of 23.0 MB"
    assert "expected 23 MB of room, the disk is full (make room)" in found["full"]
    assert "the disk is full" in " ".join(found["seen full"])


def test_progress_is_in_the_status_bar_and_the_panel_with_the_time_left(seen: Any) -> None:
    found = seen["running"]
    assert "clip: making frames 21/80, 2 s left" in found["status"]
    assert "Esc" in found["status"]
    assert "progress making frames 21/80, 2 s left" in found["panel"]
    assert found["cancel"]


def test_the_list_tells_how_jobs_ended_and_what_to_do(seen: Any) -> None:
    found = seen["running"]
    assert "label stopped, nothing was inserted" in found["stopped"]
    assert "operator slowglass.resume" in found["stopped"]
    assert "label Something was assumed." in found["done"]
    assert "operator slowglass.clear" in found["done"]
    assert "label clip" not in found["cleared"]
    assert any(text.startswith("label make room") for text in seen["failed"]["panel"])


def test_the_engine_is_tested_from_the_preferences(seen: Any) -> None:
    found = seen["engine"]
    assert found["tested"] == ["FINISHED"]
    for text in ("Slowglass 9.8.7, Python 3.12.1", "Device cpu: CPU with 2 threads"):
        assert f"label {text}" in found["drawn"]
    assert found["models"] == ["flow"]
    assert "install Slowglass" in found["without"]
    assert found["facts"] == {}
    assert found["defaults"] == ["good", "", "auto", "AUTOMATIC", "MUTE"]


def test_tool_tips_leave_the_full_stop_to_blender(seen: Any) -> None:
    assert len(seen["tips"]) > 20
    assert "Stop every job; frames that are whole are kept, and nothing is inserted" in seen["tips"]
    assert [tip for tip in seen["tips"] if not tip or tip.endswith(".")] == []


def test_escape_cancels_over_the_sequencer(seen: Any) -> None:
    assert seen["keys"] == ["ESC", "ESC"]


def test_escape_is_left_to_playback(seen: Any) -> None:
    assert seen["escape"] == [["FINISHED"], ["PASS_THROUGH"], ["PASS_THROUGH"]]


def test_a_tool_at_work_keeps_the_status_bar(seen: Any) -> None:
    assert seen["status line"] == ["idle half", "idle None"]


def test_the_engine_is_tested_without_waiting(seen: Any) -> None:
    found = seen["engine"]
    assert "label Starting the engine…" in found["asking"]
    assert "operator slowglass.stop_test" in found["asking"]
    assert "label Device cpu: CPU with 2 threads" in found["answered"]
    assert "cannot be started" in " ".join(found["failed"])


def test_paths_that_count_from_the_file_are_right_for_blender(seen: Any) -> None:
    assert seen["engine"]["relative paths"] == [True, True]
