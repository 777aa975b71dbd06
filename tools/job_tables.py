"""Tables of what a job may say: fields of dataclasses, their types and the texts below them."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from itertools import pairwise
from typing import Any, get_args, get_origin

from slowglass.core import job_json
from slowglass.core.job import JobSpec
from slowglass.core.timing import TimeMap, serial, time_map_to_json
from slowglass.core.typed import Form, field_types, in_words, is_required, written


def job_table() -> str:
    """Return the keys of a job."""
    return _table("key", _rows(JobSpec, job_json.FORM))


def time_map_table() -> str:
    """Return the keys of every kind of time map."""
    rows: list[list[str]] = []
    for name, kind in serial.KINDS.items():
        keys = list(_rows(kind, serial.FORM))
        rows += [[f"`{name}`" if row is keys[0] else "", *row] for row in keys]
    return _table("kind | key", rows)


TABLES = {"job_keys": job_table, "time_map_keys": time_map_table}


def _table(first: str, rows: Any) -> str:
    """Return rows below a head as Markdown."""
    head = f"| {first} | type | default | meaning |"
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *lines])


def _rows(kind: Any, form: Form, inside: str = "") -> Iterator[list[str]]:
    """Give a row for each field of a dataclass, and for those of the dataclasses in it."""
    hints, meant = field_types(kind), meanings(kind)
    for item in fields(kind):
        hint, key = hints[item.name], inside + item.name
        yield [f"`{key}`", in_words(hint, form), _default(item), meant[item.name]]
        for part in (hint, *get_args(hint)):
            if is_dataclass(part) and isinstance(part, type):
                yield from _rows(part, form, f"{key}{'[]' if get_origin(hint) is tuple else ''}.")


def _default(item: Field[Any]) -> str:
    """Return the default of a field as JSON has it."""
    if is_required(item):
        return "required"
    value = item.default if item.default_factory is MISSING else item.default_factory()
    return f"`{json.dumps(written(value, {TimeMap: time_map_to_json}))}`"


def meanings(kind: Any) -> dict[str, str]:
    """Return the text that stands below each field of a dataclass, as a sentence about JSON."""
    (declared,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(declared, ast.ClassDef)
    return {
        field.target.id: _said(text.value.value)
        for field, text in pairwise(declared.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _said(text: str) -> str:
    """Return a docstring in Markdown, on one line."""
    return " ".join(text.split()).replace("``", "`").replace("None", "null").replace("|", "\\|")
