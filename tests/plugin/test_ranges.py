"""Ranges of frames as people write them, below zero too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from slowglass.core.errors import UsageError
from slowglass.core.media.images import find_sequence
from slowglass.plugin.cli.app import main
from slowglass.plugin.cli.words import frame_range
from tests.core.media.image_files import write_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10-50", (10, 50)),
        (" 10 - 50 ", (10, 50)),
        ("10-", (10, None)),
        ("-50", (None, 50)),
        ("7", (7, 7)),
        ("-3-2", (-3, 2)),
        ("-3--1", (-3, -1)),
        ("-3-", (-3, None)),
        ("--1", (None, -1)),
        ("0-0", (0, 0)),
        (None, (None, None)),
    ],
)
def test_a_range_is_read(text: str | None, expected: tuple[int | None, int | None]) -> None:
    assert frame_range(text) == expected


@pytest.mark.parametrize("text", ["", "-", "--", "a-b", "1-2-3", "5-3", "-1--3", "---1"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        frame_range(text)


@pytest.mark.parametrize("form", [["--range=-2-0"], ["--range", "-2-0"]])
def test_a_range_through_zero_names_its_frames_as_printf_does(
    tmp_path: Path, form: list[str]
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(-3, 3):
        picture = np.full((12, 16, 3), number + 3, np.float16)
        write_file(tmp_path / "in" / f"shot.{number:04d}.exr", picture)
    output = tmp_path / "out" / "s.%04d.exr"
    options = ["--speed", "100%", "--model", "blend", *form]
    assert main(["retime", str(tmp_path / "in"), "-o", str(output), *options]) == 0
    found = find_sequence(output).paths
    assert [path.name for path in found.values()] == ["s.-002.exr", "s.-001.exr", "s.0000.exr"]
