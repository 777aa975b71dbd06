"""The add-on with the real engine; `inside/real_engine.py` tells the story.

In the newest Blender alone, for the time that it takes: in the others the end-to-end tests and that
of the extension run the real engine.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.media.made_sounds import sine, write_sounding_movie
from tests.host_adapters.blender.bpy_process import VERSIONS, Blender, interpreter
from tests.tolerances import CANCEL_SECONDS, HOST_CANCEL_SECONDS

PATIENCE_SECONDS = 200
FRAMES = 6
LONG = FRAMES * 16
CLIP = [1, 1, 1 + FRAMES]


def has_ended(process: int) -> bool:
    """Whether a process is gone, or only the record of its end is left."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blender]:
    """The newest Blender that there is."""
    found = [(version, python) for version in VERSIONS if (python := interpreter(version))]
    if not found:
        pytest.skip("no bpy is installed; python3 dev.py test installs it")
    blender = Blender(*found[-1], tmp_path_factory.mktemp("newest"))
    yield blender
    blender.close()


@pytest.fixture(scope="module")
def story(newest: Blender, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is found when a job is stopped, when Blender crashes in the middle, and at the end."""
    folder = tmp_path_factory.mktemp("story é")
    movie = write_sounding_movie(
        folder / "clip.mov", [sine(FRAMES / 24)], "pcm_s16le", frame_count=FRAMES, size=64
    )
    arguments: dict[str, Any] = {
        "folder": str(folder),
        "movie": str(movie),
        "engine": sys.executable,
        "timeout_seconds": PATIENCE_SECONDS,
    }
    found = {"stop": newest.run("real_engine", step="stop", **arguments)}
    found["crash"] = newest.run("real_engine", step="crash", **arguments)
    newest.close()
    ended, deadline = False, time.monotonic() + CANCEL_SECONDS
    while not ended and time.monotonic() < deadline:
        ended = has_ended(found["crash"]["process"])
        time.sleep(0.02)
    found["crash"]["ended"] = ended
    found["crash"]["files"] = len(list(Path(found["crash"]["folder"]).glob("clip.*.png")))
    found["finish"] = newest.run("real_engine", step="finish", **arguments)
    return {**found, "part": newest.run("real_engine", step="part", **arguments)}


def test_cancel_at_30_percent_stops_the_engine_within_a_second(story: dict[str, Any]) -> None:
    found = story["stop"]
    assert 0.3 * LONG <= found["done"] < found["total"] == LONG
    assert found["took"] < HOST_CANCEL_SECONDS
    assert has_ended(found["process"])
    assert found["strips"]["clip"] == CLIP
    assert not any("slowglass" in name for name in found["strips"])


def test_the_engine_ends_when_blender_crashes(story: dict[str, Any]) -> None:
    assert story["crash"]["ended"]


def test_after_a_crash_the_same_job_goes_on(story: dict[str, Any]) -> None:
    assert story["crash"]["files"] - 1 <= story["finish"]["kept"] < LONG
    assert story["finish"]["frames"] == LONG
    assert 0 < story["finish"]["kept"]


def test_sound_is_stretched_beside_its_picture_on_request(story: dict[str, Any]) -> None:
    found = story["finish"]
    if not found["has_sound"]:
        pytest.skip("this bpy module was built without sound")
    assert found["sound"].endswith(".wav")
    assert Path(found["sound"]).is_file()
    _, start, end = found["strips"]["sound slowglass"]
    assert (start, end) == (1, 1 + LONG)
    assert found["muted"] == ["clip", "sound"]


def test_stretched_sound_is_muted_and_replaced_with_its_picture(story: dict[str, Any]) -> None:
    found = story["finish"]
    if not found["has_sound"]:
        pytest.skip("this bpy module was built without sound")
    assert found["muted_for_original"] == ["clip slowglass", "sound slowglass"]
    assert found["muted_again"] == found["muted"]
    sounds = {name: place for name, place in found["redone"].items() if "sound" in name}
    assert set(sounds) == {"sound", "sound slowglass"}
    assert sounds["sound slowglass"][1:] == [1, 1 + 4 * FRAMES]


def test_the_sound_of_a_part_is_stretched_between_that_before_and_after(
    story: dict[str, Any],
) -> None:
    found = story["part"]
    if not found["has_sound"]:
        pytest.skip("this bpy module was built without sound")
    places = {name: place[1:] for name, place in found["strips"].items()}
    for name in ("clip", "sound"):
        assert places[f"{name} before"] == [1, 3]
        assert places[f"{name} slowglass"] == [3, 7]
        assert places[f"{name} after"] == [7, 9]
    assert found["muted"] == ["clip", "sound"]


def test_what_was_done_as_asked_is_no_warning(story: dict[str, Any]) -> None:
    notes = story["part"]["notes"]
    assert any(note.startswith("decoded as Blender") for note in notes)
    assert story["part"]["warnings"] == []
