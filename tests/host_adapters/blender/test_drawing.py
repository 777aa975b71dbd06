"""Speed is drawn in the room over what a strip shows, and the retime makes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.plugin.review.speed import ClipRoom, DrawingSheet
from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.blender.conftest import SOURCE_FRAMES

Step = Callable[[str], Any]

RAMP = [
    {"time": "0", "speed": "1", "shape": "straight"},
    {"time": "1/2", "speed": "1/2", "shape": "held"},
]
"""Twelve frames in which nine of the timeline pass, then half the speed."""
RAMP_FRAMES = 12 + 2 * (SOURCE_FRAMES - 9)
BACK = [
    {"time": "0", "speed": "1", "shape": "held"},
    {"time": "1/2", "speed": "-1", "shape": "straight"},
]
"""Twelve frames forward and back again: no speed curve can say it."""
BACK_FRAMES = 12 + 13


@pytest.fixture(scope="module")
def step(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Step:
    folder = tmp_path_factory.mktemp("drawing")
    return lambda name: blender.run("drawing", folder=str(folder), images=str(images), step=name)


@pytest.fixture(scope="module")
def begun(step: Step) -> Any:
    return step("draw")


def save(drawing: str, folder: Path, keys: list[dict[str, str]]) -> int:
    """Draw as the page does, in a room over the file; return the frames of the result."""
    room = ClipRoom(DrawingSheet(Path(drawing)), folder)
    try:
        room.draw({"keys": keys})
        room.save()
        return room.frame_count
    finally:
        room.close()


@pytest.fixture(scope="module")
def made(step: Step, begun: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    drawing = begun["command"][-1]
    room = tmp_path_factory.mktemp("room")
    save(drawing, room, BACK)
    assert save(drawing, room, RAMP) == RAMP_FRAMES
    return step("make")


def test_draw_speed_opens_the_room_on_what_the_strip_shows(begun: Any) -> None:
    *_, name, drawing = begun["command"]
    assert name == "open"
    shown = json.loads(Path(drawing).read_text())["shown"]
    assert Path(shown["source"]).name == "shot.####.png"
    assert shown["time"]["positions"] == [str(k) for k in range(SOURCE_FRAMES)]
    assert shown["time"]["frame_rate"] == shown["source_rate"] == "24"


def test_until_something_is_saved_nothing_changes(begun: Any) -> None:
    before, unsaved, two, without_engine = begun["refused"]
    assert "No speed was drawn and saved" in before
    assert "No speed was drawn and saved" in unsaved
    assert "Select one movie or image strip" in two
    assert "The engine is not installed" in without_engine
    assert set(begun["strips"]) == {"clip", "clip.001"}
    assert begun["nothing"] is False


def test_the_latest_save_is_what_the_retime_makes(made: Any) -> None:
    assert made["ended"] == ["FINISHED"]
    assert len(made["names"]) == RAMP_FRAMES
    assert made["strips"]["clip slowglass"][1:] == [101, 101 + RAMP_FRAMES]
    assert "Its animation is stretched evenly, not by the drawn speed." in made["told"]


def test_a_result_stands_for_its_original_where_speed_is_drawn(begun: Any, made: Any) -> None:
    assert made["command"] == begun["command"]
    assert "It is made from “clip” again, as drawn." in made["drawn again"]
    assert made["slowed"][0].startswith("It shows frames that were made")


def test_what_was_drawn_counts_for_what_was_shown_alone(
    step: Step, begun: Any, made: Any, tmp_path: Path
) -> None:
    assert save(begun["command"][-1], tmp_path, BACK) == BACK_FRAMES
    changed = step("change")
    assert "No speed was drawn and saved" in changed["trimmed"]
    assert changed["other"][-1] != begun["command"][-1]
    forward, back = range(12), range(12, -1, -1)
    assert list(map(Fraction, changed["positions"])) == [*forward, *back]
    assert changed["deleted"] is False
