"""Time maps as JSON: a dict with a "kind", exact numbers as text such as "24000/1001"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from fractions import Fraction
from typing import Any, cast

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.chain import Chain, Part
from slowglass.core.timing.curve import SpeedCurve, SpeedKey
from slowglass.core.timing.maps import (
    Conform,
    ConstantSpeed,
    Freeze,
    KeepDuration,
    Reverse,
    TimeMap,
)
from slowglass.core.timing.positions import Positions
from slowglass.core.timing.text import parse_number, parse_rate

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
    return {"kind": kinds[type(time_map)], **_written_fields(time_map)}


def time_map_from_json(data: object) -> TimeMap:
    """Return the map that a dict describes; keys are named like the fields of its class.

    Raises:
        TimeMapError: an unknown kind or key, a key too few, or a value that makes no sense.
    """
    if not isinstance(data, Mapping):
        raise TimeMapError(f'expected an object with a "kind", got {data!r}')
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise TimeMapError(f"expected kind to be one of {', '.join(KINDS)}, got {kind!r}")
    values = {key: value for key, value in data.items() if key != "kind"}
    return cast(TimeMap, _read_fields(KINDS[kind], values))


def _written_fields(value: Any) -> dict[str, Any]:
    """Return the fields of a map, key or part that are not None."""
    written = {field.name: _write(getattr(value, field.name)) for field in fields(value)}
    return {name: item for name, item in written.items() if item is not None}


def _write(value: Any) -> Any:
    """Return the JSON form of the value of a field."""
    if isinstance(value, TimeMap):
        return time_map_to_json(value)
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, Fraction):
        return str(value)
    return _written_fields(value) if isinstance(value, SpeedKey | Part) else value


def _read_fields(cls: type[Any], data: object) -> Any:
    """Return a map, key or part made of the values in ``data``."""
    if not isinstance(data, Mapping):
        raise TimeMapError(f"expected an object, got {data!r}")
    known = {field.name: field for field in fields(cls)}
    for key in data:
        if key not in known:
            raise TimeMapError(f"expected only {', '.join(known)}, got {key!r}")
    for name, field in known.items():
        if name not in data and _is_required(field):
            raise TimeMapError(f"expected {name}, got only {', '.join(data) or 'nothing'}")
    given = {
        name: value
        for name, value in data.items()
        if value is not None or known[name].default is not None
    }
    return cls(**{name: _named(name, READERS[name], value) for name, value in given.items()})


def _is_required(field: Field[Any]) -> bool:
    """Return whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


def _named(name: str, reader: Callable[[Any], Any], value: object) -> Any:
    """Return what ``reader`` makes of ``value``; its errors say where."""
    try:
        return reader(value)
    except TimeMapError as error:
        raise TimeMapError(f"{name}: {error.message}", hint=error.hint) from None


def _list_of(reader: Callable[[Any], Any]) -> Callable[[object], tuple[Any, ...]]:
    """Return a reader of a list, each item by ``reader``."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise TimeMapError(f"expected a list, got {value!r}")
        return tuple(_named(f"item {k}", reader, item) for k, item in enumerate(value))

    return read


def _read_text(value: object) -> str:
    """Return text as it is."""
    if not isinstance(value, str):
        raise TimeMapError(f"expected text, got {value!r}")
    return value


READERS: dict[str, Callable[[Any], Any]] = {
    "speed": parse_number,
    "frame_rate": parse_rate,
    "time_seconds": parse_number,
    "at_seconds": parse_number,
    "start_seconds": parse_number,
    "duration_seconds": parse_number,
    "interpolation": _read_text,
    "positions": _list_of(parse_number),
    "keys": _list_of(lambda data: _read_fields(SpeedKey, data)),
    "parts": _list_of(lambda data: _read_fields(Part, data)),
    "time_map": time_map_from_json,
}
"""How the value of a field is read, by the field's name."""
