"""A drawing over what a host shows: begun by the host, drawn in the room, read by the host."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import JobSpecError, MissingInputError, TimeMapError
from slowglass.plugin.cli.app import main
from slowglass.plugin.protocol import drawings, engine_file, jobs
from slowglass.plugin.review.speed import ClipRoom, DrawingSheet
from tests.plugin.review.made_result import write_clip

FRAMES = 13
RATE = F(24)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture
def clip(tmp_path: Path) -> str:
    return str(write_clip(tmp_path / "clip", FRAMES))


def shown(clip: str, positions: Sequence[F | int], rate: F = RATE) -> dict[str, Any]:
    return jobs.retime_job(clip, "seen.####.exr", jobs.positions(positions, rate), source_rate=RATE)


def room(path: str, folder: Path) -> ClipRoom:
    found = ClipRoom(DrawingSheet(Path(path)), folder)
    found.close()
    return found


def key(time: str, speed: str, shape: str = "held") -> dict[str, str]:
    return {"time": time, "speed": speed, "shape": shape}


def test_a_strip_is_drawn_on_as_it_is_seen(clip: str, tmp_path: Path) -> None:
    """Its trimmed part, backwards, two source frames to each of the timeline, at 12 a second."""
    seen = [10, 8, 6, 4, 2]
    job = shown(clip, seen, F(12))
    path = drawings.begin_drawing(job)
    opened = room(path, tmp_path)
    page = opened.to_json()
    assert [frame["position"] for frame in page["frames"]] == seen
    assert (page["rate"], page["duration"], page["shown_frames"]) == ("12", "5/12", 5)
    assert not page["is_saved"]
    opened.draw({"keys": [key("0", "1/2")]})
    assert [frame["position"] for frame in opened.to_json()["frames"]][:5] == [10, 9, 8, 7, 6]
    opened.save()
    assert opened.to_json()["is_saved"]
    assert drawings.drawn_moments(job) == [F(k, 2) for k in range(10)]


def test_the_latest_save_counts_and_every_curve_is_drawn_on(clip: str, tmp_path: Path) -> None:
    job = shown(clip, range(FRAMES))
    path = drawings.begin_drawing(job)
    opened = room(path, tmp_path)
    opened.draw({"keys": [key("0", "1/4")]})
    opened.save()
    there_and_back = {"keys": [key("0", "1"), key("1/4", "-1")]}
    opened.draw(there_and_back)
    assert len(drawings.drawn_moments(job)) == 4 * FRAMES
    opened.save()
    assert drawings.drawn_moments(job) == [*range(7), *range(5, -1, -1)]
    assert drawings.begin_drawing(job) == path
    assert room(path, tmp_path).curve == opened.curve


def test_what_was_drawn_is_not_that_of_another_part(clip: str) -> None:
    first, other = shown(clip, range(FRAMES)), shown(clip, range(FRAMES - 1))
    assert drawings.begin_drawing(first) != drawings.begin_drawing(other)
    assert drawings.drawn_moments(first) == drawings.drawn_moments(other) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "slowglass.drawing/1"}'])
def test_a_damaged_drawing_is_begun_anew(clip: str, text: str) -> None:
    job = shown(clip, range(FRAMES))
    path = Path(drawings.begin_drawing(job))
    path.write_text(text)
    assert drawings.drawn_moments(job) == []
    assert json.loads(Path(drawings.begin_drawing(job)).read_text())["shown"] == job


def test_a_drawing_that_cannot_be_opened_says_why(clip: str, tmp_path: Path) -> None:
    other = tmp_path / "other.drawing.json"
    with pytest.raises(MissingInputError):
        DrawingSheet(other)
    for document, says in (
        ("{", "expected JSON"),
        ("{}", "slowglass.drawing/1"),
        (json.dumps({"schema": drawings.SCHEMA, "shown": {}}), "slowglass.job/1"),
        (
            json.dumps({"schema": drawings.SCHEMA, "shown": jobs.retime_job(clip, "a.exr", SPEED)}),
            "positions with a frame rate",
        ),
    ):
        other.write_text(document)
        with pytest.raises(JobSpecError, match=says):
            DrawingSheet(other)
    assert main(["open", str(other), "--map", str(tmp_path / "map.json")]) == 2


SPEED = {"kind": "speed", "speed": "1"}


def test_a_curve_that_makes_no_sense_leaves_the_one_before(clip: str, tmp_path: Path) -> None:
    job = shown(clip, range(FRAMES))
    opened = room(drawings.begin_drawing(job), tmp_path)
    before = opened.to_json()
    with pytest.raises(TimeMapError):
        opened.draw({"keys": [key("0", "0")]})
    assert opened.to_json() == before
    assert drawings.drawn_moments(job) == []


def test_drawings_lie_in_the_settings_under_names_of_plain_letters(clip: str) -> None:
    path = Path(drawings.begin_drawing(shown(clip, [0, 1])))
    assert path.parent == Path(engine_file.settings_path(drawings.FOLDER))
    assert path.name.startswith("shot_") and path.name.endswith(drawings.SUFFIX)
