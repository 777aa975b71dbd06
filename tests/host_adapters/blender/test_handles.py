"""Begin and end of strips, by the names of every version."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

from slowglass.host_adapters.blender import handles

OLD_NAMES = r"frame_(final_(start|end|duration)|offset_(start|end))"


def strips() -> list[SimpleNamespace]:
    """A strip from 14 to 30 over content from 11 to 35, as 5.0 and as 5.1 tell of it."""
    old = SimpleNamespace(
        frame_final_start=14,
        frame_final_end=30,
        frame_start=11.0,
        frame_offset_start=3.0,
        frame_offset_end=5.0,
    )
    new = SimpleNamespace(left_handle=14, right_handle=30, content_start=11.0, content_end=35.0)
    return [old, new]


def test_begin_and_end_are_read_by_either_name() -> None:
    for strip in strips():
        assert (handles.start_of(strip), handles.end_of(strip)) == (14, 30)
        assert handles.content_start(strip) == 11
        assert (handles.trim_start(strip), handles.trim_end(strip)) == (3, 5)


def test_begin_and_end_are_set_by_either_name() -> None:
    for strip in strips():
        handles.set_start(strip, 12)
        handles.set_end(strip, 33)
        assert (handles.start_of(strip), handles.end_of(strip)) == (12, 33)
        handles.move_by(strip, 4)
        assert handles.content_start(strip) == 15


def test_no_other_module_knows_the_old_names() -> None:
    folder = Path(handles.__file__).parent
    others = [path for path in folder.rglob("*.py") if path.name != "handles.py"]
    found = [path.name for path in others if re.search(OLD_NAMES, path.read_text("utf-8"))]
    assert len(others) > 40
    assert found == []
