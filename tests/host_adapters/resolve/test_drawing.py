"""Speed is drawn for a clip of Resolve's timeline, and made and placed as it was saved."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import drawing
from slowglass.host_adapters.resolve.clips.reading import read_clips
from slowglass.host_adapters.resolve.drawing import DRAWN, draw_speed
from slowglass.host_adapters.resolve.menu import preset
from slowglass.plugin.review.speed import ClipRoom, DrawingSheet
from tests import clips
from tests.host_adapters.resolve.stage import Stage

FIRST, COVERED = 3, 12
"""Of the source, as the clip begins there; and its length in the timeline."""
HALF = [
    {"time": "0", "speed": "1", "shape": "held"},
    {"time": "1/4", "speed": "1/2", "shape": "held"},
]
"""Six frames as they are, then half the speed."""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(drawing, "find_engine", lambda: ["python", "-I", "-m", "s", "worker"])
    return made(tmp_path, frames=COVERED)


def made(folder: Path, **item: Any) -> Stage:
    """A clip of twelve frames from the fourth of a real sequence on."""
    stage = Stage(
        folder,
        sequence_numbers=range(1, 25),
        media={"frames": 24},
        item={"source_start": FIRST, **item},
    )
    pattern = clips.write_sequence(folder / "made", [clips.texture(18, 32, 1)] * 24)
    for number, path in enumerate(sorted(Path(pattern).parent.iterdir()), 1):
        path.replace(folder / f"plate.{number:04}.exr")
    return stage


def begun(stage: Stage) -> str:
    """The drawing that Draw speed opens."""
    started: list[list[str]] = []
    assert draw_speed(stage.app.resolve, stage.user, started.append) == 1
    assert started[0][:-1] == ["python", "-I", "-m", "s", "open"]
    return started[0][-1]


def save(path: str, folder: Path, keys: list[dict[str, str]]) -> None:
    room = ClipRoom(DrawingSheet(Path(path)), folder)
    room.draw({"keys": keys})
    room.save()
    room.close()


def test_what_was_saved_last_is_made_and_placed(stage: Stage, tmp_path: Path) -> None:
    path = begun(stage)
    save(path, tmp_path, [{"time": "0", "speed": "1/4", "shape": "held"}])
    save(path, tmp_path, HALF)
    assert stage.run(None, drawn=True) == 1, stage.user.text
    _, item = stage.placed()
    assert item["end"] - item["start"] == 6 + 2 * (COVERED - 6)
    wanted = [*range(6), *(6 + Fraction(k, 2) for k in range(12))]
    assert stage.engine.positions == [FIRST + moment for moment in wanted]
    assert "as drawn" in stage.user.text
    assert Path(stage.engine.jobs[0]["output"]).name == "plate_drawn_######.exr"
    assert stage.originals() == stage.before


def test_until_something_is_saved_nothing_is_made(stage: Stage) -> None:
    assert stage.run(None, drawn=True) == 0
    begun(stage)
    assert stage.run(None, drawn=True) == 0
    assert "no speed was drawn and saved for what plate" in stage.user.text
    assert not stage.engine.jobs


def test_a_clip_that_was_trimmed_since_has_no_drawing(stage: Stage, tmp_path: Path) -> None:
    save(begun(stage), tmp_path, HALF)
    trimmed = made(tmp_path, frames=COVERED - 1)
    assert trimmed.run(None, drawn=True) == 0
    assert "choose Draw speed" in trimmed.user.text
    assert stage.run(None, drawn=True) == 1, stage.user.text


def test_a_reversed_clip_is_drawn_as_it_is_seen(tmp_path: Path, stage: Stage) -> None:
    backwards = made(tmp_path, frames=COVERED, speed="-1")
    path = begun(backwards)
    room = ClipRoom(DrawingSheet(Path(path)), tmp_path)
    shown = [frame["position"] for frame in room.to_json()["frames"]]
    room.close()
    assert shown == list(range(FIRST + COVERED - 1, FIRST - 1, -1))


def test_the_entry_without_a_dialog_asks_for_what_was_drawn() -> None:
    wish = preset(DRAWN)
    assert (wish.drawn, wish.placing, wish.part) == (True, "track", "clip")
    assert not preset("Slow to half speed").drawn


def test_what_cannot_be_drawn_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_engine", lambda: [])
    assert draw_speed(stage.app.resolve, stage.user, lambda _: None) == 0
    assert "engine is not installed" in stage.user.text
    one = read_clips(stage.app.resolve, stage.user)[0]
    monkeypatch.setattr(drawing, "read_clips", lambda *_: [one, one])
    assert draw_speed(stage.app.resolve, stage.user, lambda _: None) == 0
    assert "one clip at a time" in stage.user.text
