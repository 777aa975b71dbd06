"""What is read of strips in each version, and what is refused with which reason."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.blender.counted import FRAMES, counted_clips


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    folder: Path = tmp_path_factory.mktemp("clips é")
    return str(folder), counted_clips(folder)


@pytest.fixture(scope="module")
def read(blender: Blender, clips: tuple[str, list[str]]) -> Any:
    result = blender.run("readings", folder=clips[0], names=clips[1])
    result["version"], result["folder"] = blender.version, clips[0]
    return result


def counted(first: int, end: int) -> list[str]:
    return [str(k) for k in range(first, end)]


def test_a_movie_strip_is_read_whole(read: Any) -> None:
    movie = read["plain_movie"]
    assert (movie["name"], movie["kind"], movie["rate"]) == ("clip", "movie", "24")
    assert Path(movie["source"]) == Path(read["folder"], "24.mkv")
    assert (movie["start"], movie["end"]) == (11, 35)
    assert movie["positions"] == counted(0, FRAMES)
    assert movie["colour"] == f"match_host:blender-{read['version']}"
    assert not movie["notes"] and not movie["retimed"]


def test_an_image_strip_is_read_as_a_sequence(read: Any) -> None:
    images = read["plain_images"]
    assert Path(images["source"]) == Path(read["folder"], "shot.####.png")
    assert images["positions"] == counted(4, 10)
    assert images["colour"] == "exact"


def test_trims_and_handles(read: Any) -> None:
    trimmed, drawn_out = read["trimmed_movie"], read["drawn_out_movie"]
    assert trimmed["positions"] == counted(5, 21)
    assert drawn_out["positions"] == ["0", "0", *counted(0, FRAMES), "23", "23"]


def test_adjusted_playback_steps_by_the_ratio_of_the_rates(read: Any) -> None:
    adjusted = read["adjusted_movie"]
    assert (adjusted["factor"], adjusted["rate"]) == ("5/2", "60")
    assert adjusted["positions"][:4] == ["0", "5/2", "5", "15/2"]


def test_a_part_is_placed_where_it_lies(read: Any) -> None:
    part = read["part_in_preview"]
    assert (part["start"], part["end"], part["positions"]) == (15, 18, counted(4, 7))
    assert "No frame of it" in read["part_outside"]


def test_a_speed_control_is_read_in_place_of_its_input(read: Any) -> None:
    effect = read["under_effect"]
    assert (effect["name"], effect["covers"], effect["retimed"]) == ("speed", ["clip"], True)
    assert effect["positions"][:4] == ["0", "1/2", "1", "3/2"]
    assert "keyed factor" in read["keyed_factor"]
    assert read["selection"] == ["first", "speed"]


def test_a_strip_in_a_meta_strip_is_read_as_far_as_that_shows_it(read: Any) -> None:
    inside = read["inside_meta"]
    assert (inside["start"], inside["end"], inside["positions"]) == (13, 20, counted(2, 9))
    for kind in ("reversed", "retimed"):
        assert "“group”, which is retimed" in read[f"inside_{kind}_meta"]


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        ("whole_meta", "open it"),
        ("scene_strip", "scene strip"),
        ("missing_movie", "gone.mkv"),
        ("single_image", "single picture"),
    ],
)
def test_what_cannot_be_retimed_is_refused_with_the_reason(
    read: Any, situation: str, reason: str
) -> None:
    assert reason in read[situation]


@pytest.mark.parametrize(
    "name",
    [
        *("plain_movie", "plain_images", "trimmed_movie", "drawn_out_movie", "fast_movie"),
        *("fast_trimmed_movie", "adjusted_movie", "retimed_movie"),
    ],
)
def test_an_unknown_version_is_read_through_its_interface(read: Any, name: str) -> None:
    guarded = read[f"guarded_{name}"]
    assert "interface only" in guarded["warnings"][0]
    assert guarded["positions"] == read[name]["positions"]
    assert guarded["factor"] == read[name]["factor"]


def test_an_unknown_version_is_within_a_frame_where_its_interface_rounds(read: Any) -> None:
    guarded, exact = read["guarded_adjusted_retimed_movie"], read["adjusted_retimed_movie"]
    if read["version"] == "4.5":  # which makes a third key
        assert "keys cannot be read" in guarded
        return
    pairs = zip(guarded["positions"], exact["positions"], strict=True)
    assert max(abs(Fraction(a) - Fraction(b)) for a, b in pairs) < 1
    assert guarded["factor"] == exact["factor"] == "5/2"


def test_an_unknown_version_refuses_what_its_interface_does_not_tell(read: Any) -> None:
    assert "keys cannot be read" in read["guarded_ramped_movie"]


def test_nothing_is_left_in_the_file(read: Any) -> None:
    assert read["texts"] == 0
