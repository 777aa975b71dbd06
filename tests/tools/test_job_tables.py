"""Every key that a job may have is told in docs/protocol.md, with the default that it has.

That the page is what the code says now is held by test_readme_tables.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import Literal

from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.job_json import SCHEMA, job_from_json
from slowglass.core.timing import Readout, Shutter
from slowglass.core.timing.serial import KINDS
from slowglass.core.typed import field_types
from tools.job_tables import job_table, meanings, time_map_table


def rows(table: str) -> list[list[str]]:
    return [line[2:-2].split(" | ") for line in table.splitlines()[2:]]


def test_every_field_is_a_row_with_a_type_and_a_meaning() -> None:
    table = rows(job_table())
    parts = {"format": OutputFormat, "shutter": Shutter, "rolling_shutter": Readout}
    inner = [f"`{key}.{item.name}`" for key, part in parts.items() for item in fields(part)]
    names = [row[0] for row in table if row[0] not in inner]
    assert names == [f"`{item.name}`" for item in fields(JobSpec)]
    assert set(inner) < {row[0] for row in table}
    assert all(len(row) == 4 and all(row) for row in table)


def test_a_job_of_all_the_defaults_is_the_shortest_job() -> None:
    defaults = {key.strip("`"): default.strip("`") for key, _, default, _ in rows(job_table())}
    job = {"schema": SCHEMA, "source": "a.mov", "output": "b.mov"}
    given = {
        key: json.loads(default)
        for key, default in defaults.items()
        if default != "required" and "." not in key
    }
    assert job_from_json({**job, **given}) == job_from_json(job)


def test_every_kind_of_time_map_has_its_keys() -> None:
    kinds: dict[str, list[str]] = {}
    for kind, key, *_ in rows(time_map_table()):
        kinds.setdefault(kind or list(kinds)[-1], []).append(key)
    assert list(kinds) == [f"`{kind}`" for kind in KINDS]
    for kind, cls in KINDS.items():
        keys = [key for key in kinds[f"`{kind}`"] if "." not in key]
        assert keys == [f"`{name}`" for name in field_types(cls)]


def test_a_row_says_type_default_and_meaning() -> None:
    (row,) = re.findall(r"^\| `grain` .*", job_table(), re.MULTILINE)
    assert row == (
        '| `grain` | one of keep, match | `"keep"` | As composition leaves it, '
        "or with what averaging took given back. |"
    )


@dataclass
class Sample:
    """Of texts below fields."""

    told: Literal["a"] | None = None
    """None: as ``a``,
    over two lines."""
    silent: int = 0


def test_the_text_below_a_field_is_what_it_means() -> None:
    assert meanings(Sample) == {"told": "null: as `a`, over two lines."}
