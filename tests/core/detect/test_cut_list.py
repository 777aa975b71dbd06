"""Cut lists from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from slowglass.core.detect.cut_list import read_cut_list
from slowglass.core.errors import InputError, MissingInputError


def write(folder: Path, text: str) -> Path:
    path = folder / "schnitte 100%#ä.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "12\n48\n",
        "# cuts\n48\n\n12  # the door\n12\n",
        "frame,reason\n12,new picture\n48,new picture\n",
        "shot;Frame\na;12\nb;48\n",
        "12,0.5\n48,0.7\n",
        "[12, 48]",
        '{"cuts": [{"frame": 12, "score": 0.5}, {"frame": 48}]}',
        "\ufeff12\r\n48\r\n",
    ],
)
def test_cuts_are_read_sorted_and_once(tmp_path: Path, text: str) -> None:
    assert read_cut_list(write(tmp_path, text)) == (12, 48)


def test_an_empty_list_means_no_cuts(tmp_path: Path) -> None:
    assert read_cut_list(write(tmp_path, "# none\n")) == ()
    assert read_cut_list(write(tmp_path, "[]")) == ()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("12\nabc\n", "line 2"),
        ("# header\n\n-3\n", "line 3"),
        ("12\n1.5\n", "line 2"),
        ("0\n", "line 1"),
        ("frame,note\n12,a\n,b\n", "line 3"),
        ("[12, true]", "entry 2"),
        ("[12,\n 48", "line 2"),
        ('{"cuts": 3}', "list"),
    ],
)
def test_what_is_no_frame_is_named_with_its_place(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(InputError, match=where):
        read_cut_list(write(tmp_path, text))


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError):
        read_cut_list(tmp_path / "none.txt")
