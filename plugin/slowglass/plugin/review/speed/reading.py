"""Drawn curves out of what a page sends, and out of maps that were saved."""

from __future__ import annotations

from typing import Any, cast, get_args

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import Reverse, SpeedCurve, TimeMap, parse_number
from slowglass.plugin.review.speed.drawn import INTERPOLATIONS, DrawnCurve
from slowglass.plugin.review.speed.segments import DrawnKey, Shape, check_times

MOST_KEYS = 1000


def curve_from_json(document: dict[str, Any]) -> DrawnCurve:
    """Return the curve that a page has drawn.

    Raises:
        TimeMapError: a value makes no sense.
    """
    items = document["keys"]
    if not 1 <= len(items) <= MOST_KEYS:
        raise TimeMapError(f"expected 1 to {MOST_KEYS} keys, got {len(items)}")
    keys = [
        DrawnKey(
            time=parse_number(item["time"]),
            speed=parse_number(item["speed"]),
            shape=_shape(item["shape"]),
            leaving=parse_number(item.get("leaving", "0")),
            arriving=parse_number(item.get("arriving", "0")),
        )
        for item in items
    ]
    check_times(keys)
    return DrawnCurve(tuple(keys), document.get("reversed") is True)


def curve_of(time_map: TimeMap) -> DrawnCurve | None:
    """Return the curve that a map was drawn as; None: it is none of ours."""
    inner, is_reversed = time_map, False
    if isinstance(time_map, Reverse):
        inner, is_reversed = time_map.time_map, True
    if not isinstance(inner, SpeedCurve):
        return None
    shapes = {word: shape for shape, word in INTERPOLATIONS.items()}
    keys = [
        DrawnKey(key.time_seconds, key.speed, cast(Shape, shapes[key.interpolation]))
        for key in inner.keys
    ]
    return DrawnCurve(tuple(keys), is_reversed)


def _shape(word: Any) -> Shape:
    if word not in get_args(Shape):
        raise TimeMapError(f"expected one of {', '.join(get_args(Shape))}, got {word!r}")
    return cast(Shape, word)
