"""What the engine says, in words that can be followed in Blender."""

from __future__ import annotations

import pytest

from slowglass.host_adapters.blender.engine_words import hint_in_blender, note_in_blender


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("2 frames repeat. --duplicates smooth replaces them.", "2 frames repeat."),
        ('They are written anew; --channels "*V*=nearest" leaves them.', "They are written anew."),
        ("Decoded 4:2:0 as it is.", "Decoded 4:2:0 as it is."),
    ],
)
def test_clauses_for_the_command_line_are_left_out(note: str, kept: str) -> None:
    assert note_in_blender(note) == kept


@pytest.mark.parametrize(
    ("hint", "here"),
    [
        ("make room", "make room"),
        ("use --device auto, or --device cpu", "choose another Device"),
        ("render them, or choose --missing interpolate, hold or black", "render or copy them"),
        ("give --name", ""),
    ],
)
def test_hints_say_what_to_do_in_blender(hint: str, here: str) -> None:
    assert hint_in_blender(hint).startswith(here)
    assert "--" not in hint_in_blender(hint)
