"""Lists of cuts that a person, or another program, wrote."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable
from typing import Any

from slowglass.core.errors import InputError, MissingInputError
from slowglass.core.plain_files import SETTINGS_BYTES, json_value, read_text

_HINT = "one frame index per line, a CSV with the column 'frame', or a JSON list"


def read_cut_list(path: str | os.PathLike[str]) -> tuple[int, ...]:
    """Return the first frames of new shots, zero-based, sorted and without repetition.

    A text has one index per line, ``#`` starts a comment. A CSV has a header with ``frame``, or
    the index in its first column. A JSON is a list of indices, or a picture report's ``cuts``.

    Raises:
        MissingInputError: there is no such file.
        InputError: a line, or an entry of the JSON, is not a frame index of at least 1.
    """
    try:
        text = read_text(path, SETTINGS_BYTES, "utf-8-sig")
    except FileNotFoundError:
        raise MissingInputError("expected a cut list, found no file", path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"expected a cut list, could not read it: {error}", path=path) from None
    entries = _json_entries(text, path) if text.lstrip()[:1] in ("[", "{") else _lines(text)
    return tuple(sorted({_frame(value, where, path) for where, value in entries}))


def _json_entries(text: str, path: str | os.PathLike[str]) -> list[tuple[str, Any]]:
    try:
        data = json_value(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"line {error.lineno}: expected JSON, got an error: {error.msg}", path=path, hint=_HINT
        ) from None
    cuts = data.get("cuts") if isinstance(data, dict) else data
    if not isinstance(cuts, list):
        raise InputError("expected a JSON list of cuts, got none", path=path, hint=_HINT)
    values = (cut.get("frame") if isinstance(cut, dict) else cut for cut in cuts)
    return [(f"entry {number}", value) for number, value in enumerate(values, 1)]


def _lines(text: str) -> Iterable[tuple[str, Any]]:
    """Yield (which line, its cell with the frame)."""
    column, first = 0, True
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0]
        if not line.strip():
            continue
        cells = [cell.strip() for cell in next(csv.reader([line.replace(";", ",")]))]
        if first and "frame" in [cell.lower() for cell in cells]:
            column = [cell.lower() for cell in cells].index("frame")
        else:
            yield f"line {number}", cells[column] if column < len(cells) else ""
        first = False


def _frame(value: Any, where: str, path: str | os.PathLike[str]) -> int:
    text = value if isinstance(value, str) else str(value)
    # Frame 0 starts the first shot, no cut leads to it. isdecimal refuses signs, dots and True.
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise InputError(
            f"{where}: expected a frame index of at least 1, got {text!r}", path=path, hint=_HINT
        )
    return int(text)
