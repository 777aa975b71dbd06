"""Costs, sentences and names, as every host says them."""

from __future__ import annotations

import pytest

from slowglass.host_adapters.common import (
    FrameCost,
    cost_lines,
    cost_of,
    file_name,
    sentence,
    told_in_an_editor,
)

FREE = 10**9


def test_a_cost_is_that_of_one_frame() -> None:
    answer = {"frames": 8, "estimated_seconds": 4.0, "estimated_bytes": 16e6, "free_bytes": FREE}
    assert cost_of(answer) == FrameCost(0.5, 2e6, FREE)
    unknown = {**answer, "estimated_seconds": None, "estimated_bytes": None}
    assert cost_of(unknown) == FrameCost(None, None, FREE)


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (
            [(100, FrameCost(0.5, 1e6, FREE)), (10, FrameCost(1.0, 5e6, 2 * FREE))],
            ["Takes about 1 min 00 s, about 150.0 MB of 1.0 GB free"],
        ),
        (
            [(2000, FrameCost(3.0, 1e6, FREE))],
            ["Takes about 1 h 40 min, about 2.0 GB of 1.0 GB free", "The disk is too small for it"],
        ),
        (
            [(10, FrameCost(None, 1e6, FREE)), (10, FrameCost(1.0, None, FREE))],
            ["Takes time unknown, size unknown of 1.0 GB free"],
        ),
        ([(10, FrameCost(1.0, 1e6, FREE)), (10, None)], []),
    ],
)
def test_what_all_parts_cost_is_told_once_all_are_measured(
    parts: list[tuple[int, FrameCost | None]], lines: list[str]
) -> None:
    assert cost_lines(parts) == lines


def test_a_hint_follows_what_went_wrong() -> None:
    assert sentence("no frames", "choose another part") == "no frames (choose another part)"
    assert sentence("no frames") == "no frames"
    told = sentence("no space", "give --input-space")
    assert told == "no space (on the command line: give --input-space)"


def test_advice_for_the_command_line_is_told_as_such() -> None:
    note = "2 frames repeat the one before. --duplicates smooth replaces them."
    told = "2 frames repeat the one before. On the command line: --duplicates smooth replaces them."
    assert told_in_an_editor(note, "a click") == told
    note = 'They are written anew; --channels "*V*=nearest" leaves them.'
    told = 'They are written anew; on the command line: --channels "*V*=nearest" leaves them.'
    assert told_in_an_editor(note, "a click") == told
    assert told_in_an_editor("New shots begin at 4. 9", "a click") == "New shots begin at 4. 9"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A001_C003-x", "A001_C003-x"),
        ("Zürich 50%.####", "Zürich_50______"),
        ("a/b\\c:d", "a_b_c_d"),
        ("x" * 300, "x" * 60),
        ("", "clip"),
    ],
)
def test_a_file_name_means_nothing_to_patterns_and_file_systems(text: str, name: str) -> None:
    assert file_name(text) == name


def test_a_command_that_fetches_weights_is_what_the_editor_has_for_it() -> None:
    note = "RIFE is not installed; slowglass models fetch rife gets it."
    assert told_in_an_editor(note, "a click") == "RIFE is not installed; a click gets it."
