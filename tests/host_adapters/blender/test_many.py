"""Ten strips in one go, and 3,000 frames, in each Blender; `inside/many.py` does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_FREEZE_SECONDS

FRAMES = 3000


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("many")
    return blender.run("many", folder=str(folder), images=str(images), frames=FRAMES)


def test_one_damaged_strip_of_ten_is_named_before_anything_starts(seen: Any) -> None:
    assert "clip.003: " in seen["ten"]["refused"]


def test_strips_wait_for_each_other_and_each_gets_its_result(seen: Any) -> None:
    found = seen["ten"]
    assert found["states"] == ["done"] * 9
    assert found["at_once"] == 1
    assert len(found["results"]) == 9
    assert found["overlaps"] == 0
    assert "8 waiting" in found["status"]


def test_thousands_of_frames_never_keep_the_window_waiting(
    seen: Any, blender: Blender, record_testsuite_property: Callable[[str, object], None]
) -> None:
    found = seen["long"]
    for name in ("starting", "making", "inserting", "steps"):
        record_testsuite_property(f"{blender.version} {name}", found[name])
    assert (found["state"], found["frames"]) == ("done", FRAMES)
    assert found["followed"] == [2, 101 + FRAMES, 121 + FRAMES]
    assert found["steps"] > 1
    for name in ("starting", "making", "inserting"):
        assert found[name] < HOST_FREEZE_SECONDS, name


def test_a_long_job_along_a_ramp_starts_without_keeping_the_window_waiting(seen: Any) -> None:
    found = seen["ramp"]
    assert found["frames"] == FRAMES
    assert found["curved"] > 0.9 * FRAMES
    assert found["starting"] < HOST_FREEZE_SECONDS
