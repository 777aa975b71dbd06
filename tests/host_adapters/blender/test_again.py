"""What a selection means, also once there are results; `inside/again.py` does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CODES

CLIP = [2, 101, 121]


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("again")
    return blender.run("again", folder=str(folder), images=str(images))


def codes(*values: float) -> Any:
    return pytest.approx(list(values), abs=HOST_CODES)


def test_what_is_no_clip_is_left_out_of_a_selection(seen: Any) -> None:
    found = seen["everything_selected"]
    assert (found["ended"], found["names"]) == (["FINISHED"], ["clip slowglass"])
    assert "Left out, as it is no clip: “other”." in found["notes"]
    assert "Select a movie or image strip" in seen["nothing_but_text"]


def test_a_second_result_of_an_original_takes_the_place_of_the_first(seen: Any) -> None:
    found = seen["original_again"]
    assert found["strips"] == {"clip": CLIP, "clip slowglass": [3, 101, 141]}
    assert found["shown"] == codes(10, 12, 48, 0)
    assert "It takes the place of “clip slowglass”." in found["notes"]


@pytest.mark.parametrize("case", ["result_again", "all_again"])
def test_a_result_slowed_down_is_made_from_its_original(seen: Any, case: str) -> None:
    found = seen[case]
    assert found["strips"] == {"clip": CLIP, "clip slowglass": [3, 101, 181]}
    assert found["shown"] == codes(10, 11, 29, 49)
    assert "It is made from “clip” again, at 25 %." in found["notes"]


def test_a_length_asked_of_a_result_is_met(seen: Any) -> None:
    assert seen["result_to_a_length"]["strips"] == {"clip": CLIP, "clip slowglass": [3, 101, 161]}


def test_a_result_that_was_cut_is_slowed_down_as_it_is(seen: Any) -> None:
    found = seen["trimmed_result"]
    assert found["strips"]["clip slowglass slowglass"][1:] == [101, 141]
    assert any(note.startswith("It shows frames that were made") for note in found["notes"])


def test_the_part_of_a_result_stays_its_part(seen: Any) -> None:
    found = seen["part_again"]["strips"]
    assert found["clip slowglass"][1:] == [105, 121]
    assert found["clip after"][1:] == [121, 133]
    assert "made of it already" in seen["original_of_a_part"]


def test_beside_a_hidden_result_another_is_made(seen: Any) -> None:
    found = seen["shown_original_again"]
    lengths = sorted(end - start for _, start, end in found["strips"].values())
    assert lengths == [20, 40, 80]
    assert found["shown"][:3] == codes(10, 12, 48)


def test_a_linked_scene_is_refused(seen: Any) -> None:
    found = seen["linked_scene"]
    assert "linked from another file" in found["reason"]
    assert found["strips"] == {"clip": CLIP}


def test_what_a_linked_strip_shows_is_found_from_its_own_file(seen: Any) -> None:
    """Else a result that only a linked scene shows would count as unused."""
    assert seen["linked_scene"]["relative"]
    assert seen["linked_scene"]["there"]


def test_a_sequencer_without_a_scene_edits_none(seen: Any) -> None:
    assert seen["no_scene_chosen"] == ["active", "edit", None]
