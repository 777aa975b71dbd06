"""Sentences in a layout that has no room for them in one line."""

import textwrap
from typing import Any

LETTERS_PER_LINE = 42
"""In the sidebar, as wide as it opens."""


def draw_text(
    layout: Any, text: str, icon: str = "NONE", letters_per_line: int = LETTERS_PER_LINE
) -> None:
    """Draw a sentence over as many lines as it needs."""
    column = layout.column(align=True)
    for k, line in enumerate(textwrap.wrap(text, letters_per_line)):
        column.label(text=line, icon=icon if k == 0 else "NONE")
