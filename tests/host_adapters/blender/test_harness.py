"""The harness itself: what it returns, and what a failure inside Blender looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.host_adapters.blender.bpy_process import (
    VERSIONS,
    Blender,
    BlenderError,
    interpreter,
)


def test_a_script_runs_in_the_version_that_was_asked_for(blender: Blender) -> None:
    seen = blender.run("look_around", wish="Zürich %d")
    assert seen["version"].startswith(blender.version)
    assert seen["wish"] == "Zürich %d"
    assert seen["user_folder"].startswith(str(blender.user_folder))
    assert not seen["torch"]


def test_a_failure_is_told_with_its_traceback_and_the_next_script_runs(blender: Blender) -> None:
    with pytest.raises(BlenderError, match="no such wish"):
        blender.run("look_around", wish="fail")
    assert blender.run("look_around", wish="again")["wish"] == "again"


def test_a_crash_is_told_and_the_next_script_runs_in_a_new_process(tmp_path: Path) -> None:
    found = [(version, python) for version in VERSIONS if (python := interpreter(version))]
    if not found:
        pytest.skip("no bpy is installed")
    blender = Blender(*found[0], tmp_path)
    try:
        with pytest.raises(BlenderError, match=r"ended or took too long in .*look_around"):
            blender.run("look_around", wish="crash")
        assert blender.run("look_around", wish="again")["wish"] == "again"
    finally:
        blender.close()
