"""Time maps in files."""

from __future__ import annotations

import json
import os
from pathlib import Path

from slowglass.core.errors import MissingInputError, TimeMapError
from slowglass.core.plain_files import SETTINGS_BYTES, json_value, read_text
from slowglass.core.timing.maps import TimeMap
from slowglass.core.timing.serial import time_map_from_json
from slowglass.core.timing.table import time_map_from_csv


def read_time_map(path: str | os.PathLike[str]) -> TimeMap:
    """Return the map in a ``.json`` or ``.csv`` file.

    Raises:
        MissingInputError: there is no such file.
        TimeMapError: it is of another kind or cannot be understood; the message names the line.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in (".json", ".csv"):
        raise TimeMapError("expected a .json or .csv file with a time map", path=path)
    try:
        text = read_text(path, SETTINGS_BYTES, "utf-8-sig")
        return time_map_from_csv(text) if suffix == ".csv" else _from_json_text(text)
    except OSError as error:
        message = f"expected a file with a time map, got: {error.strerror}"
        raise MissingInputError(message, path=path) from error
    except UnicodeDecodeError as error:
        raise TimeMapError("expected text in UTF-8", path=path) from error
    except TimeMapError as error:
        raise TimeMapError(error.message, hint=error.hint, path=path) from None


def _from_json_text(text: str) -> TimeMap:
    """Return the map that JSON text describes; its decimals are read exactly."""
    try:
        return time_map_from_json(json_value(text, parse_float=str))
    except json.JSONDecodeError as error:
        raise TimeMapError(f"line {error.lineno}: expected JSON, got {error.msg}") from None
