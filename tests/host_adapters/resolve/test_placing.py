"""The four places for a result, and what it takes over from the original."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve.jobs.retime import place_waiting
from tests.doubles.resolve import VERSIONS
from tests.host_adapters.resolve.stage import Stage

LOOK = {"Pan": 12.5, "ZoomX": 1.25, "CropLeft": 40.0, "CompositeMode": 5, "Opacity": 50.0}
MANAGED = {"settings": {"colorScienceMode": "davinciYRGBColorManagedv2"}}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_result_looks_as_the_original_does(tmp_path: Path, version: str) -> None:
    item = {"properties": LOOK, "grade_nodes": 4}
    stage = Stage(tmp_path, version=version, item=item)
    assert stage.run() == 1, stage.user.text
    _, made = stage.placed()
    assert {name: made["properties"][name] for name in LOOK} == LOOK
    assert made["properties"]["RetimeProcess"] == 1
    assert made["grade_nodes"] == 4
    assert made["enabled"]
    assert stage.originals() == stage.before


def test_the_result_is_marked_with_where_it_is_from(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.run()
    _, item = stage.placed()
    (marker,) = item["markers"].values()
    assert marker["customData"].startswith("slowglass.result {")
    assert '"item": "shot"' in marker["customData"]
    assert stage.media["path"] in marker["note"]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_original_is_disabled_only_on_request(tmp_path: Path, wanted: bool) -> None:
    stage = Stage(tmp_path)
    assert stage.run(disable_original=wanted) == 1
    _, original = stage.originals()["shot"]
    assert original["enabled"] is not wanted
    stage.before["shot"][1]["enabled"] = not wanted
    assert stage.originals() == stage.before


PICTURES = range(1, 41)


def imported(stage: Stage) -> dict[str, Any]:
    """The clip in the bin of ours."""
    bins = {one["name"]: one for one in stage.app.dump()["bins"]["bins"]}
    (clip,) = bins["Slowglass"]["clips"]
    found: dict[str, Any] = clip
    return found


def test_pictures_are_read_as_the_source_is(tmp_path: Path) -> None:
    wanted = {"Input Color Space": "ACEScg", "Data Level": "Video", "Alpha mode": "Straight"}
    media = {"properties": wanted, "frames": 40}
    stage = Stage(tmp_path, media=media, sequence_numbers=PICTURES, project=MANAGED)
    assert stage.run() == 1, stage.user.text
    assert imported(stage)["properties"] == wanted
    assert "set it by hand" not in stage.user.text


def test_movies_are_decoded_so_their_levels_are_not_applied_again(tmp_path: Path) -> None:
    wanted = {"Input Color Space": "Rec.709", "Data Level": "Full", "Alpha mode": "Straight"}
    stage = Stage(tmp_path, media={"properties": wanted}, project=MANAGED)
    assert stage.run() == 1, stage.user.text
    assert imported(stage)["properties"] == {"Input Color Space": "Rec.709"}
    assert "Data Level is set to Full: compare" in stage.user.text


@pytest.mark.parametrize("managed", [True, False])
def test_a_project_that_manages_colour_by_itself_is_told_of(tmp_path: Path, managed: bool) -> None:
    stage = Stage(tmp_path, project=MANAGED if managed else {})
    assert stage.run() == 1, stage.user.text
    assert ("manages colour by itself" in stage.user.text) == managed


def test_a_colour_space_that_scripts_cannot_set_is_told(tmp_path: Path) -> None:
    media = {"properties": {"Input Color Space": "ACEScg"}}
    stage = Stage(tmp_path, media=media)
    assert stage.run() == 1
    assert "Input Color Space of the result is not ACEScg: set it by hand." in stage.user.text


@pytest.mark.parametrize("placing", ["track", "take", "timeline", "bin"])
@pytest.mark.parametrize("noise", [1e-9, 1e-7, 1e-4])
def test_numbers_that_are_off_by_less_than_a_frame_are_whole(
    tmp_path: Path, placing: str, noise: float
) -> None:
    item = {"properties": LOOK}
    stage = Stage(tmp_path, version="21.1.0", behaviour={"float_noise": noise}, item=item)
    speed = None if placing == "take" else Fraction(1, 2)
    assert stage.run(speed, placing=placing) == 1, stage.user.text
    assert "Not copied" not in stage.user.text


def test_waiting_frames_are_placed_beside_a_clip_whose_numbers_are_off(tmp_path: Path) -> None:
    stage = Stage(tmp_path, version="21.1.0", behaviour={"float_noise": 1e-9})
    stage.engine.meanwhile = lambda: stage.app.do("move_item", item="shot", frames=5)
    assert stage.run() == 0
    assert place_waiting(stage.app.resolve, stage.user, 0.0) == 1, stage.user.text
    assert stage.placed()[1]["start"] == stage.originals()["shot"][1]["start"]


@pytest.mark.parametrize("short", ["range", "whole"])
def test_a_way_to_append_that_loses_a_frame_is_followed_by_the_other(
    tmp_path: Path, short: str
) -> None:
    stage = Stage(tmp_path, behaviour={"append_short": short})
    assert stage.run() == 1, stage.user.text
    _, item = stage.placed()
    assert item["end"] - item["start"] == 24


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ({"copy_grades": "ignored"}, "The grade could not be copied"),
        ({"copy_grades": "refused"}, "The grade could not be copied"),
    ],
)
@pytest.mark.parametrize("nodes", [1, 3])
def test_what_cannot_be_copied_is_told(
    tmp_path: Path, behaviour: dict[str, Any], says: str, nodes: int
) -> None:
    if (behaviour["copy_grades"], nodes) == ("ignored", 1):
        pytest.skip("nobody can know")
    stage = Stage(tmp_path, behaviour=behaviour, item={"grade_nodes": nodes})
    assert stage.run() == 1
    assert says in stage.user.text


def test_the_rate_of_the_timeline_is_given_to_the_sequence(tmp_path: Path) -> None:
    timeline = {"rate": "23.976"}
    stage = Stage(tmp_path, rate="25", media={"rate": "23.976"}, timeline=timeline)
    assert stage.run() == 1, stage.user.text
    assert imported(stage)["rate"] == "24000/1001"
    _, item = stage.placed()
    assert item["end"] - item["start"] == 24


def test_the_current_bin_stays(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    pool = stage.app.resolve.GetProjectManager().GetCurrentProject().GetMediaPool()
    before = pool.GetCurrentFolder().GetUniqueId()
    assert stage.run() == 1
    assert pool.GetCurrentFolder().GetUniqueId() == before
    assert stage.run() == 1
    names = [one["name"] for one in stage.app.dump()["bins"]["bins"]]
    assert names == ["Slowglass"]


def test_in_the_media_pool_only(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    before = stage.app.dump()["timelines"]
    assert stage.run(placing="bin") == 1
    assert stage.app.dump()["timelines"] == before
    assert imported(stage)["frames"] == 24
    assert stage.user.heard[-1].endswith("in the bin Slowglass of the media pool.")


def test_as_a_take(tmp_path: Path) -> None:
    for selects in ("new", "old"):
        folder = tmp_path / selects
        folder.mkdir()
        stage = Stage(folder, media={"rate": "12"}, behaviour={"add_take_selects": selects})
        assert stage.run(None, placing="take") == 1, stage.user.text
        _, item = stage.originals()["shot"]
        assert len(item["takes"]) == 2
        assert item["selected_take"] == 2
        assert stage.shown(item["start"] + 5)["media"] == imported(stage)["id"]
        _, before = stage.before["shot"]
        assert (item["start"], item["end"]) == (before["start"], before["end"])


@pytest.mark.parametrize(
    ("item", "reason"),
    [({}, "24 frames, not 12"), ({"speed": "1/2"}, "has a speed of its own")],
)
def test_what_cannot_become_a_take_is_refused_before_the_work(
    tmp_path: Path, item: dict[str, Any], reason: str
) -> None:
    stage = Stage(tmp_path, item=item)
    assert stage.run(placing="take") == 0
    assert "place it on a track above" in stage.user.text
    assert stage.engine.jobs == []
    assert not (tmp_path / "slowglass").exists()


def test_a_take_that_is_not_selected_is_taken_back(tmp_path: Path) -> None:
    faults = [{"call": "SelectTakeByIndex", "answer": "failure"}]
    stage = Stage(tmp_path, faults=faults, behaviour={"add_take_selects": "old"})
    assert stage.run(None, placing="take") == 0
    assert "did not select the take" in stage.user.text
    assert stage.originals() == stage.before
    assert stage.pool() == []


def test_on_a_new_timeline(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.run(placing="timeline") == 1, stage.user.text
    name = "take 1 50pc"
    track, item = stage.placed(name)
    assert (track, item["end"] - item["start"]) == (1, 24)
    assert stage.app.dump()["current"] == "Edit"
    assert stage.originals() == stage.before
    assert stage.run(placing="timeline") == 1
    stage.placed(f"{name} 2")


def test_a_timeline_that_is_not_shown_again_is_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path, faults=[{"call": "SetCurrentTimeline", "answer": "failure", "nth": 2}])
    assert stage.run(placing="timeline") == 1, stage.user.text
    assert "the timeline Edit is not shown any more: open it again." in stage.user.text
    stage.placed("take 1 50pc")


@pytest.mark.parametrize(("version", "placed"), [("21.1.0", 1), ("21.0.4", 0)])
def test_a_new_timeline_has_the_rate_of_the_frames_or_is_not_made(
    tmp_path: Path, version: str, placed: int
) -> None:
    stage = Stage(tmp_path, version=version, rate="25", timeline={"rate": "24"})
    assert stage.run(placing="timeline") == placed, stage.user.text
    names = {one["name"]: one for one in stage.app.dump()["timelines"]}
    assert len(names) == 2 + placed
    assert stage.app.dump()["current"] == "Edit"
    if not placed:
        assert "place the result in the media pool only" in stage.user.text
        assert stage.pool() == []


def test_frames_go_beside_the_source_and_never_twice_to_one_place(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.run()
    stage.run()
    names = [path.name for path in sorted((tmp_path / "slowglass").iterdir())]
    assert names == ["take_1_001", "take_1_002"]
    first = stage.frames_on_disk()[0]
    assert first.name == "take_1_50pc_000000.exr"


@pytest.mark.parametrize("place", ["50% here", "read only"])
def test_a_folder_that_will_not_do_is_replaced_and_told(
    tmp_path: Path, settings: Path, place: str
) -> None:
    folder = tmp_path / place
    folder.mkdir()
    if place == "read only":
        (folder / "slowglass").write_text("a file, where the folder should be")
    stage = Stage(folder)
    assert stage.run() == 1, stage.user.text
    assert len(list((settings / "Slowglass").glob("*/*.exr"))) == 24
    assert f"The frames go to {settings}{os.sep}Slowglass" in stage.user.text
