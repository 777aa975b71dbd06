"""A part of a clip played slower: normal, slow, normal; `inside/parts.py` does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core.media.made_sounds import sine, write_sounding_movie
from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CODES

CLIP = [2, 101, 121]


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("parts")
    movie = write_sounding_movie(
        folder / "heard.mov", [sine(20 / 24)], "pcm_s16le", frame_count=20, size=64
    )
    return blender.run("parts", folder=str(folder), images=str(images), movie=str(movie))


def codes(*positions: float) -> Any:
    """Return the codes of source positions, whole ones as the dummy engine makes them."""
    return pytest.approx([round(10 + 2 * position) for position in positions], abs=HOST_CODES)


def steps(first: float, end: float, step: float = 1) -> list[float]:
    """Return positions, the end exclusive."""
    return [first + k * step for k in range(round((end - first) / step))]


NORMAL_SLOW_NORMAL = [*steps(0, 4), *steps(4, 8, 0.5), *steps(8, 20)]


def test_the_clip_is_seen_normal_then_slow_then_normal_and_nothing_is_lost(seen: Any) -> None:
    found = seen["middle"]
    assert found["shown"] == codes(*NORMAL_SLOW_NORMAL)
    # Beside the result, over the next clip, which stays.
    assert found["strips"] == {
        "clip": CLIP,
        "next": [2, 121, 141],
        "clip before": [3, 101, 105],
        "clip slowglass": [3, 105, 113],
        "clip after": [3, 113, 125],
    }
    assert found["muted"]
    assert found["selected"] == ["clip", "clip slowglass"]


def test_what_follows_moves_by_as_much_as_the_part_is_longer(seen: Any) -> None:
    assert seen["with_ripple"]["first"]["next"] == [2, 125, 145]


def test_the_same_part_is_made_again_and_its_rest_follows(seen: Any) -> None:
    found = seen["with_ripple"]
    assert found["shown"] == codes(*steps(0, 4), *steps(4, 8, 0.25), *steps(8, 20))
    assert found["redone"]["next"] == [2, 133, 153]
    assert found["redone"]["clip after"] == [3, 121, 133]


def test_a_part_at_an_end_has_a_rest_on_one_side(seen: Any) -> None:
    first, last = seen["first_frames"], seen["last_frames"]
    assert first["shown"] == codes(*steps(0, 4, 0.5), *steps(4, 20))
    assert set(first["strips"]) == {"clip", "clip slowglass", "clip after"}
    assert last["shown"] == codes(*steps(0, 16), *steps(16, 20, 0.5))
    assert set(last["strips"]) == {"clip", "clip slowglass", "clip before"}


def test_a_part_that_becomes_shorter_draws_the_rest_near(seen: Any) -> None:
    assert seen["faster"][:18] == codes(*steps(0, 4), 4, 6, *steps(8, 20))
    assert seen["faster"][18] == 0  # the original is not seen behind the end


def test_the_original_does_not_shine_through(seen: Any) -> None:
    found = seen["translucent"]
    assert found["with result"] == pytest.approx(found["alone"], abs=HOST_CODES)


def test_the_rest_runs_as_the_original_does(seen: Any) -> None:
    backwards = [19 - position for position in NORMAL_SLOW_NORMAL]
    assert seen["backwards"] == codes(*backwards)


def test_a_part_as_long_as_before_lies_over_its_original(seen: Any) -> None:
    found = seen["as_long_as_before"]
    assert found["strips"] == {"clip": CLIP, "clip slowglass": [3, 105, 109]}
    assert not found["muted"]
    assert any(note.startswith("Every frame is a copy") for note in found["notes"])


def test_a_range_around_the_clip_means_all_of_it(seen: Any) -> None:
    assert seen["whole_range"] == {"clip": CLIP, "clip slowglass": [3, 101, 141]}


def test_a_second_part_is_kept_when_the_first_is_made_again(seen: Any) -> None:
    found, after = seen["part_of_the_rest"], [*steps(8, 12), *steps(12, 16, 0.5), *steps(16, 20)]
    assert found["both"] == codes(*steps(0, 4), *steps(4, 8, 0.5), *after)
    assert found["redone"] == codes(*steps(0, 4), *steps(4, 8, 0.25), *after)


def test_show_original_shows_it_alone_and_the_result_with_its_rest(seen: Any) -> None:
    parts = ["clip after", "clip before", "clip slowglass"]
    assert seen["shown_and_hidden"] == [["clip"], parts]


def test_nothing_is_lost_where_the_original_is_kept(seen: Any) -> None:
    assert seen["kept"] == {"muted": False, "shown": codes(*NORMAL_SLOW_NORMAL)}


def test_all_of_it_is_seen_in_a_meta_strip(seen: Any) -> None:
    found = seen["grouped"]
    assert found["inside"] == ["clip", "clip after", "clip before", "clip slowglass"]
    assert found["range"] == [101, 125]
    assert found["shown"] == codes(*NORMAL_SLOW_NORMAL)


def test_sound_stays_with_its_picture(seen: Any) -> None:
    if "sound" not in seen:
        pytest.skip("this bpy module was built without sound")
    found = seen["sound"]
    assert found["muted"]
    assert found["first"]["sound before"][1:] == [101, 105]
    assert found["first"]["sound after"][1:] == [113, 125]
    assert found["redone"]["sound after"][1:] == [121, 133]
    assert "The part has no sound: Stretch Sound makes it." in found["notes"]
