"""Speed that is drawn for what a host shows: a file between the host and the review room.

The host writes what is seen now, as a job, and opens the room on the file. The room writes the
curve into it at each save, and the moments that it shows. The name of the file comes from what is
seen: something else that is seen, after a trim, has no drawing.
"""

import hashlib
import json
import os
from fractions import Fraction
from typing import Any, Dict, List

from .engine_file import settings_path, write_settings

SCHEMA = "slowglass.drawing/1"
SUFFIX = ".drawing.json"
FOLDER = "drawings"
"""In the user's settings."""

_LONGEST_NAME = 40


def begin_drawing(shown: Dict[str, Any]) -> str:
    """Return the path of the drawing for what is shown; written empty where there is none yet.

    Args:
        shown: a job of `jobs.retime_job`, whose `jobs.positions` are those that are seen now, one
            for each frame of the timeline, with their frame rate.

    Raises:
        OSError: it could not be written.
    """
    if _read(shown):
        return drawing_path(shown)
    return write_settings(_name(shown), json.dumps({"schema": SCHEMA, "shown": shown}))


def drawn_moments(shown: Dict[str, Any]) -> List[Fraction]:
    """Return the moment that each frame of the result shows, in frames from the first one shown.

    Empty where nothing was drawn, or saved.
    """
    return [Fraction(text) for text in _read(shown).get("moments", [])]


def drawing_path(shown: Dict[str, Any]) -> str:
    """Return where the drawing for what is shown is kept, or would be."""
    return settings_path(_name(shown))


def _name(shown: Dict[str, Any]) -> str:
    """Return the name of the file in the user's settings."""
    stem = os.path.basename(shown["source"]).split(".")[0]
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in stem)
    text = json.dumps(shown, sort_keys=True)
    digest = hashlib.blake2b(text.encode("ascii"), digest_size=8).hexdigest()
    return os.path.join(FOLDER, f"{plain[:_LONGEST_NAME]}_{digest}{SUFFIX}")


def _read(shown: Dict[str, Any]) -> Dict[str, Any]:
    """Return what is kept; empty where there is nothing, or it is damaged."""
    try:
        with open(drawing_path(shown), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and kept.get("shown") == shown else {}
