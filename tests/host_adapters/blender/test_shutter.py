"""Shutters asked for in Blender are in the job, the wish and what a result remembers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.blender.conftest import SOURCE_FRAMES


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("shutter")
    return blender.run("shutter", folder=str(folder), images=str(images))


def test_a_strip_is_exposed_at_its_own_speed(seen: Any) -> None:
    assert seen["ended"] == ["FINISHED"]
    assert seen["shutter"] == {"angle_degrees": "864/5"}
    assert seen["to make"] == [SOURCE_FRAMES, SOURCE_FRAMES]
    assert not any("copy" in note for note in seen["told"])
    assert seen["strips"]["clip slowglass"][1:] == [101, 101 + SOURCE_FRAMES]


def test_a_result_remembers_its_shutter(seen: Any) -> None:
    assert seen["same wish"]
    assert seen["redone"] == seen["shutter"]


def test_the_phase_is_asked_for_where_it_is_not_around_the_frame(seen: Any) -> None:
    assert seen["phased"] == {"angle_degrees": "180", "phase_degrees": "-45"}
    assert seen["as filmed"] == [None, None]
    shutter, centred, phase, readout, begins = (
        f"prop {name}" for name in ("shutter", "centred", "phase", "readout", "begins")
    )
    assert seen["dialog"] == [
        [shutter, readout],
        [shutter, centred, readout],
        [shutter, centred, phase, readout],
        [shutter, readout, begins],
    ]


def test_a_rolling_shutter_is_in_the_job_and_the_wish(seen: Any) -> None:
    assert seen["straight"] == {"milliseconds": "167/10", "begins": "bottom"}
    assert seen["all made"]
    assert seen["same straight wish"]
