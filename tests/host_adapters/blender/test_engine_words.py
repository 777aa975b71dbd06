"""What the engine says, in words that can be followed in Blender."""

from __future__ import annotations

import pytest

from slowglass.host_adapters.blender.engine_words import hint_in_blender


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


def test_where_frames_cannot_be_written_the_preference_is_named() -> None:
    assert hint_in_blender("make room", "output").startswith("make room; see Output Folder")
    assert hint_in_blender("--overwrite always", "output").startswith("see Output Folder")
