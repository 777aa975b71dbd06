"""Small files are read; pipes, devices and giants are refused, and never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slowglass.core.plain_files import json_value, read_json, read_text


def test_text_comes_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"ü": 1}', "utf-8")
    assert read_json(path, 100) == {"ü": 1}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_what_would_never_end_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(OSError, match="not a plain file"):
            read_text(tmp_path / name, 100)
    with pytest.raises(OSError, match="not a plain file"):
        read_text(tmp_path, 100)


def test_a_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="larger than 1 MB"):
        read_text(path, 1 << 20)


def test_nesting_without_end_is_no_json() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        json_value("[" * 100_000)
