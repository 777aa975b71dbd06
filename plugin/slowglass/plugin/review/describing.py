"""A result as the page learns of it, in plain JSON values."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from slowglass.core.choices import HOLDS
from slowglass.core.models import BUILT_IN, stored_models
from slowglass.plugin.review.result import Result, ShownFrame

SIDES = (
    ("made", "Result"),
    ("nearest", "Nearest source frame"),
    ("blend", "Blend of both"),
    ("left", "Source frame before"),
    ("right", "Source frame after"),
    ("before", "Before the mend"),
    ("motion", "Motion"),
)
"""What can be compared beside models, each with its title."""


def described(result: Result) -> dict[str, Any]:
    """Return all that the page shows of a result."""
    document = result.document
    return {
        "name": Path(result.output).name,
        "path": result.output,
        "width": document["source"]["width"],
        "height": document["source"]["height"],
        "rate": str(document["outcome"]["frame_rate"]),
        "model": result.model,
        "first_number": _first_number(result),
        "can_mend": not result.is_movie,
        "frames": list(_frames(result)),
        "cuts": document.get("cuts", []),
        "repeats": _repeats(document.get("picture"), document.get("picture_from", 0)),
        "sides": [{"id": name, "title": title} for name, title in SIDES],
        "models": models(),
        "holds": list(HOLDS),
    }


def heat(result: Result, index: int) -> dict[str, Any] | None:
    """Return the map of confidence of a frame: rows of numbers 0..255; None: there is none."""
    record = result.confidence(index)
    if record is None:
        return None
    values = b64decode(record.map)
    return {"rows": record.rows, "columns": record.columns, "values": list(values)}


def models() -> list[str]:
    """Return the names of the models that frames can be made by, but for the fade of `blend`."""
    built_in = [name for name in BUILT_IN if name not in ("nearest", "vectors")]
    return [*built_in, *(model.name for model in stored_models())]


def _frames(result: Result) -> Iterator[dict[str, Any]]:
    for index, frame in enumerate(result.frames):
        record = result.confidence(index)
        yield {
            "what": frame.what,
            "is_made": _is_made(result, frame),
            "why": frame.why,
            "left": frame.left,
            "right": frame.right,
            "t": str(frame.t),
            "confidence": None if record is None else record.value,
            "position": str(frame.position),
            "mend": result.mend(index),
            "version": result.pictures[index].blake2b[:12],
        }


def _is_made(result: Result, frame: ShownFrame) -> bool:
    """Return whether it was made; a shutter makes those at the time of a source frame, too."""
    return frame.what != "black" and (frame.what != "copy" or result.job.makes_all)


def _repeats(picture: Mapping[str, Any] | None, first: int) -> list[int]:
    """Return the source frames that repeat the one before them."""
    repeats = picture["repeats"] if picture else []
    return [first + k for one in repeats for k in range(one["first"], one["last"] + 1)]


def _first_number(result: Result) -> int:
    """Return the number that the first frame has in the names of its files."""
    return 0 if result.is_movie else (result.job.start_number or 0)
