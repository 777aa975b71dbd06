"""Frames of a result are mended from the timeline, which shows them at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.blender.dummy_worker import MENDED_CODE
from tests.tolerances import HOST_CODES


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("mending")
    return blender.run("mending", folder=str(folder), images=str(images))


def test_the_strip_shows_mended_frames_and_undone_ones(seen: Any) -> None:
    first, second, third = seen["before"]
    assert [first, second, third] == pytest.approx([12, 13, 14], abs=HOST_CODES)
    assert seen["mended"] == pytest.approx([first, MENDED_CODE, MENDED_CODE], abs=HOST_CODES)
    assert seen["undone"] == pytest.approx([first, second, MENDED_CODE], abs=HOST_CODES)


def test_a_mend_is_offered_for_results_and_refused_where_it_makes_no_sense(seen: Any) -> None:
    assert seen["poll"] == [False, True]
    outside, nonsense, unnamed = seen["refusals"]
    assert "expected frames from" in outside
    assert "expected frames such as 112-118, 130" in nonsense
    assert "expected the name of a model" in unnamed


def test_review_opens_the_result_that_the_strip_shows(seen: Any) -> None:
    *_, name, result = seen["review"]
    assert name == "review"
    assert Path(result).name == "clip.0001.png"
