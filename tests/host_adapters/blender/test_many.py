"""Ten strips in one go, and 3,000 frames, in each Blender; `inside/many.py` does it.

How long the window waits is measured by `python -m benchmarks.blender_waits`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender

FRAMES = 3000
FRAMES_PER_STEP = 50
"""What the add-on inserts before it looks at the clock."""


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("many")
    # No time at all for a step: how fast the machine is decides nothing.
    return blender.run(
        "many", folder=str(folder), images=str(images), frames=FRAMES, step_seconds=0
    )


def test_one_damaged_strip_of_ten_is_named_before_anything_starts(seen: Any) -> None:
    assert "clip.003: " in seen["ten"]["refused"]


def test_strips_wait_for_each_other_and_each_gets_its_result(seen: Any) -> None:
    found = seen["ten"]
    assert found["states"] == ["done"] * 9
    assert found["at_once"] == 1
    assert len(found["results"]) == 9
    assert found["overlaps"] == 0
    assert "8 waiting" in found["status"]


def test_thousands_of_frames_are_inserted_a_few_at_a_time(seen: Any) -> None:
    found = seen["long"]
    assert (found["state"], found["frames"]) == ("done", FRAMES)
    assert found["followed"] == [2, 101 + FRAMES, 121 + FRAMES]
    assert found["most_in_a_step"] == FRAMES_PER_STEP
    assert found["steps"] >= FRAMES / FRAMES_PER_STEP


def test_a_long_job_along_a_ramp_is_prepared_whole(seen: Any) -> None:
    found = seen["ramp"]
    assert found["frames"] == FRAMES
    assert found["curved"] > 0.9 * FRAMES
