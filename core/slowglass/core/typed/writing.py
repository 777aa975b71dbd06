"""Dataclasses become plain values again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

Writers = Mapping[Any, Callable[[Any], Any]]
"""By type; what is none of these is written by what it is."""


def written(value: Any, writers: Writers) -> Any:
    """Return a value as JSON knows it."""
    for kind, write in writers.items():
        if isinstance(value, kind):
            return write(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [written(item, writers) for item in value]
    return written_fields(value, writers) if is_dataclass(value) else value


def written_fields(value: Any, writers: Writers) -> dict[str, Any]:
    """Return the fields of a dataclass that are not None as JSON knows them."""
    present = {item.name: getattr(value, item.name) for item in fields(value)}
    return {name: written(item, writers) for name, item in present.items() if item is not None}
