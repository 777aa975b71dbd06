"""What each version and edition is found to be able to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from slowglass.host_adapters.resolve.capabilities import Capabilities, probe
from slowglass.host_adapters.resolve.clips.find_clip import (
    current_project,
    current_timeline,
    find_item,
)
from tests.doubles.resolve import EDITIONS, VERSIONS
from tests.host_adapters.resolve.stage import Stage

SINCE = {
    "otio": "18.5.1",
    "tracks": "18.5.1",
    "takes": "18.5.1",
    "source_frames": "19.1.3",
    "speed": "21.1.0",
}
"""The first of the versions here that can do it."""


def probed(folder: Path, version: str, edition: str) -> Capabilities:
    stage = Stage(folder, version=version, edition=edition)
    resolve = stage.app.resolve
    timeline = current_timeline(current_project(resolve))
    found = find_item(timeline, "shot")
    assert found is not None
    return probe(resolve, timeline, found.item)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_version_can_do_is_found(tmp_path: Path, version: str, edition: str) -> None:
    can = probed(tmp_path, version, edition)
    for name, first in SINCE.items():
        assert getattr(can, name) is (VERSIONS.index(version) >= VERSIONS.index(first)), name
    assert can.ui_manager is (edition == "studio" or VERSIONS.index(version) < 2)
    assert version in can.version


def test_an_older_resolve_is_refused_before_the_work(tmp_path: Path) -> None:
    stage = Stage(tmp_path, without=["Timeline.AddTrack"])
    assert stage.run() == 0
    assert "cannot add tracks and take items back by scripts" in stage.user.text
    assert stage.engine.jobs == []
