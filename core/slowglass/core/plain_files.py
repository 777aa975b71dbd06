"""Reading small files of text: never a pipe or a device, never more than was expected."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from stat import S_ISREG
from typing import Any

MANIFEST_BYTES = 1 << 30
"""Of a million frames, with room to spare."""
SETTINGS_BYTES = 100 << 20
"""Of jobs, maps of time, lists of cuts: a million rows, with room to spare."""


def read_text(path: str | os.PathLike[str], most_bytes: int, encoding: str = "utf-8") -> str:
    """Return the text in a file.

    A pipe would wait for a writer, a device might never end; neither is opened.

    Raises:
        OSError: there is no such file, it is no plain file, too large, or cannot be read.
        UnicodeDecodeError: it is not in this encoding.
    """
    state = os.stat(path)
    if not S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "not a plain file", os.fspath(path))
    if state.st_size > most_bytes:
        raise OSError(errno.EFBIG, f"larger than {most_bytes >> 20} MB", os.fspath(path))
    return Path(path).read_text(encoding)


def read_json(path: str | os.PathLike[str], most_bytes: int) -> Any:
    """Return the JSON value in a file.

    Raises:
        OSError: as for `read_text`.
        ValueError: it is not JSON in UTF-8.
    """
    return json_value(read_text(path, most_bytes))


def json_value(text: str, **options: Any) -> Any:
    """Return the value that JSON text denotes.

    Args:
        text: the JSON.
        options: as for `json.loads`.

    Raises:
        ValueError: it is not JSON, or nested too deep to be anything of ours.
    """
    try:
        return json.loads(text, **options)
    except RecursionError:
        raise json.JSONDecodeError("lists and objects nested too deep", text, 0) from None
