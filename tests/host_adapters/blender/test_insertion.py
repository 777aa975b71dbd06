"""What an inserted result looks like, in each Blender; `inside/insertion.py` does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CODES, HOST_LOOK_CODES

CLIP = [2, 101, 121]
"""Channel, first frame and end of the original."""


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("insertion")
    return blender.run("insertion", folder=str(folder), images=str(images))


def test_a_result_starts_with_its_original_in_the_first_channel_that_is_free(seen: Any) -> None:
    found = seen["place_and_provenance"]
    assert found["ended"] == ["FINISHED"]
    assert found["strips"]["clip"] == CLIP
    # Channel 3 holds a clip further on, 4 is locked.
    assert found["strips"]["clip slowglass"] == [5, 101, 181]
    assert found["muted"]
    assert not found["unfinished"]


def test_a_result_shows_the_frames_and_remembers_what_they_were_made_of(seen: Any) -> None:
    found = seen["place_and_provenance"]
    assert found["shown"] == pytest.approx([10, 14, 50], abs=HOST_CODES)
    assert found["space"] == "sRGB"
    assert (found["speed"], found["original"]) == ("1/4", "clip")


def test_a_result_looks_as_its_original(seen: Any) -> None:
    found = seen["look"]
    assert found["names"] == ["Bright", "Curves", "Balance"]
    assert found["muted"]
    assert found["points"] == [[0, 0], [0.25, 0.5], [1, 1]]
    assert found["gain"] == [1.5, 1, 0.5]
    assert found["values"] == [5, 3, "SCREEN", 0.75]
    assert found["flags"] == [True, "COLOR_03", 0.5]
    assert found["after"] == pytest.approx(found["before"], abs=HOST_LOOK_CODES)


def test_animation_is_stretched_with_the_pictures_and_never_left_behind(seen: Any) -> None:
    found = seen["animation"]
    assert found["keys"] == {
        ".blend_alpha": [[101, 0], [141, 1]],
        ".transform.offset_x": [[117, 7]],
    }
    assert found["curves"] == found["different"] == 4


def test_what_follows_moves_on_request_and_keeps_its_channel(seen: Any) -> None:
    found = seen["neighbours"]
    assert found["after"] == [[2, 141, 161], [2, 161, 181], [2, 181, 201]]
    assert found["before"] == [2, 60, 80]


def test_what_followed_the_first_result_follows_the_second(seen: Any) -> None:
    found = seen["neighbours"]
    assert found["result"] == [3, 101, 181]
    assert found["redone"] == [[2, 181, 201], [2, 201, 221], [2, 221, 241]]


def test_a_meta_strip_holds_both_and_shows_the_result_to_its_end(seen: Any) -> None:
    found = seen["meta"]
    assert found["type"] == "META"
    assert found["range"] == [2, 101, 141]
    assert found["inside"] == ["clip", "clip slowglass"]
    assert found["shown"] == pytest.approx([10, 30, 48], abs=HOST_CODES)


def test_a_result_in_a_meta_strip_is_redone_inside_and_the_meta_shows_all_of_it(seen: Any) -> None:
    found = seen["meta"]["redone"]
    assert found["inside"] == ["clip IMAGE", "clip slowglass IMAGE"]
    assert found["range"] == [2, 101, 181]
    assert found["shown"] == pytest.approx(48, abs=HOST_CODES)


def test_meta_strips_end_with_the_result_in_them(seen: Any) -> None:
    found = seen["metas_grow"]
    assert found["grown"]["inner"][1:] == [101, 141]
    assert found["grown"]["outer"] == [3, 101, 141]  # in channel 2 is no room
    assert found["grown"]["next"] == [2, 121, 141]
    assert found["redone"]["inner"][1:] == found["redone"]["outer"][1:] == [101, 126]
    assert found["shown"] == pytest.approx([10, 26, 48], abs=HOST_CODES)


def test_results_lie_over_each_other_as_their_originals_do(seen: Any) -> None:
    found = seen["layers"]
    assert found["strips"]["below slowglass"] == [3, 110, 150]
    assert found["strips"]["above slowglass"] == [4, 101, 141]


def test_what_a_result_covers_and_what_still_shows_the_original_is_told(seen: Any) -> None:
    over_all, below_effect = seen["covering"]
    assert "The result lies over “above”, “cross”: move it where it belongs." in over_all
    assert "“cross” still shows the original, its input." in below_effect
    assert not any("lies over" in note for note in seen["layers"]["notes"]["above"])


def test_a_slip_in_the_length_is_refused_at_once(seen: Any) -> None:
    assert "expected 100000 frames or fewer, got 2000000000" in seen["too_long"]


def test_the_original_is_kept_and_a_length_is_met_on_request(seen: Any) -> None:
    assert seen["keep"] == {"muted": False, "length": 30}


def test_one_undo_takes_everything_away_and_one_redo_brings_it_back(seen: Any) -> None:
    with_result, without, muted, again = seen["undo"]
    assert with_result == again == {"clip": CLIP, "clip slowglass": [3, 101, 181]}
    assert without == {"clip": CLIP}
    assert not muted


def test_redo_takes_the_place_of_the_first_result(seen: Any) -> None:
    found = seen["redo"]
    assert (found["names"], found["length"]) == (["clip", "clip slowglass"], 80)


def test_the_original_is_shown_and_hidden_again(seen: Any) -> None:
    assert seen["redo"]["muted"] == [[False, True], [True, False]]
    assert "its original is gone" in seen["redo"]["gone"]


def test_sound_that_is_not_there_is_not_asked_for(seen: Any) -> None:
    found = seen["sound"]
    assert found["notes"][0].startswith("No sound strip of the same file")
    assert found["strips"] == ["clip", "clip slowglass"]
