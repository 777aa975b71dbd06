"""Time maps as JSON: a dict with a "kind", exact numbers as text such as "24000/1001"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.chain import Chain
from slowglass.core.timing.curve import SpeedCurve
from slowglass.core.timing.limits import DEEPEST_MAP
from slowglass.core.timing.maps import (
    Conform,
    ConstantSpeed,
    Freeze,
    KeepDuration,
    Reverse,
    TimeMap,
)
from slowglass.core.timing.positions import Positions
from slowglass.core.timing.text import FrameRate, parse_number, parse_rate
from slowglass.core.typed import JSON, Misfit, read, written_fields

KINDS: dict[str, type[TimeMap]] = {
    "speed": ConstantSpeed,
    "conform": Conform,
    "keep_duration": KeepDuration,
    "speed_curve": SpeedCurve,
    "positions": Positions,
    "reverse": Reverse,
    "freeze": Freeze,
    "chain": Chain,
}


def time_map_to_json(time_map: TimeMap) -> dict[str, Any]:
    """Return the map as a dict that `time_map_from_json` reads back to an equal map."""
    kinds = {cls: kind for kind, cls in KINDS.items()}
    writers = {TimeMap: time_map_to_json}
    return {"kind": kinds[type(time_map)], **written_fields(time_map, writers)}


def time_map_from_json(data: object) -> TimeMap:
    """Return the map that a dict describes; keys are named like the fields of its class.

    Raises:
        TimeMapError: an unknown kind or key, a key too few, or a value that makes no sense.
    """
    if not isinstance(data, Mapping):
        raise TimeMapError(f'expected an object with a "kind", got {data!r}')
    if _depth(data) > DEEPEST_MAP:
        raise TimeMapError(f"expected at most {DEEPEST_MAP} maps within maps, got more")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise TimeMapError(f"expected kind to be one of {', '.join(KINDS)}, got {kind!r}")
    values = {key: value for key, value in data.items() if key != "kind"}
    try:
        return read(KINDS[kind], values, FORM)
    except Misfit as misfit:
        raise TimeMapError(str(misfit)) from None


def _depth(data: object) -> int:
    """Return how many maps lie within each other, counted only until they are too many."""
    depth, level = 0, [data]
    while level and depth <= DEEPEST_MAP:
        depth += 1
        parts = [part for one in level if isinstance(one, Mapping) for part in _inner(one)]
        level = [part for part in parts if isinstance(part, Mapping)]
    return depth


def _inner(data: Mapping[str, object]) -> Iterable[object]:
    """Return what may be a map within a map, or holds one."""
    parts = data.get("parts")
    return [data.get("time_map"), *(parts if isinstance(parts, list) else ())]


FORM = replace(
    JSON,
    readers={Fraction: parse_number, FrameRate: parse_rate, TimeMap: time_map_from_json},
    words={**JSON.words, Fraction: 'a number, or text such as "1/4"', TimeMap: "a map"},
)
"""In maps of time, where numbers may be numbers."""
