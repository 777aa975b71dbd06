"""What is read of a strip, against what Blender itself renders of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.blender.counted import counted_clips, index_of
from tests.tolerances import SHOWN_FRAME

CASES = 32


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The clips and the names of the images."""
    folder = tmp_path_factory.mktemp("counted # 50% é")
    return folder, counted_clips(folder)


def test_blender_shows_the_frame_next_to_each_position(
    blender: Blender, counted: tuple[Path, list[str]]
) -> None:
    folder, names = counted
    cases = blender.run("time_maps", folder=str(folder), names=names, first_seed=1, count=CASES)
    refused = [case for case in cases if "refused" in case]
    assert len(refused) <= CASES // 8, refused
    for case in cases:
        if case not in refused:
            assert not case["notes"], case["what"]
            assert not misses(case), (case["what"], misses(case))


def misses(case: dict[str, Any]) -> list[tuple[int, float, list[float]]]:
    """Frames that show something else; a moment off counts as right, floats jump there."""
    wrong = []
    for frame, (code, moments) in enumerate(zip(case["shown"], case["read"], strict=True)):
        shown = index_of(code)
        errors = [abs(min(position, case["last"]) - shown) for position in moments]
        # A Speed Control first rounds or cuts to a scene frame of its input.
        if min(errors) > SHOWN_FRAME + case["step"]:
            wrong.append((frame, shown, moments))
    return wrong
