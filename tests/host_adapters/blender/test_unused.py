"""Results that nothing shows any more are listed and deleted; `inside/unused.py` makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CODES


@pytest.fixture(scope="module")
def seen(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("unused")
    return blender.run("unused", folder=str(folder), images=str(images))


def test_results_that_no_strip_shows_are_listed(seen: Any) -> None:
    first, *middle, undo, others = seen["lines"]
    assert first.startswith("2 results that no strip of this file shows, 0.1 MB, in ")
    assert sorted(line.split("_")[0] for line in middle) == ["clip", "other"]
    assert undo == "Undo and Redo cannot bring them back."
    assert others == "These files lie beside and may show them: other.blend"


def test_what_is_shown_or_half_made_or_not_ours_stays(seen: Any) -> None:
    before, after = seen["before"], seen["after"]
    assert seen["ended"] == ["FINISHED"]
    gone = set(before) - set(after)
    assert [name.split("_")[0] for name in gone] == ["other"]
    # Of the redone one only a stranger's file is left; the result and the stopped job are whole.
    changed = {name: count for name, count in after.items() if count != before[name]}
    assert list(changed.values()) == [1]
    assert sorted(after.values())[:2] == [1, 1] and max(after.values()) >= 80
    assert seen["shown"] == pytest.approx(14, abs=HOST_CODES)


def test_where_results_lie_must_be_known(seen: Any) -> None:
    assert seen["polls"] == [True, False]
