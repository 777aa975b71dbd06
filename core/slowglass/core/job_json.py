"""Jobs as JSON, schema ``slowglass.job/1``; the only place where job files are checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slowglass.core.errors import JobSpecError, MissingInputError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.plain_files import SETTINGS_BYTES, read_json
from slowglass.core.timing import TimeMap, time_map_from_json, time_map_to_json
from slowglass.core.typed import JSON, Misfit, read, written_fields

SCHEMA = "slowglass.job/1"
FORM = replace(
    JSON,
    readers={**JSON.readers, TimeMap: time_map_from_json},
    words={**JSON.words, TimeMap: "a time map"},
)
"""A job's values as JSON has them."""

_ALWAYS_WRITTEN = ("source", "output", "time")


def job_to_json(job: JobSpec) -> dict[str, Any]:
    """Return the job as plain JSON values; what has its default value is left out."""
    defaults = JobSpec(source=job.source, output=job.output)
    values = written_fields(job, {TimeMap: time_map_to_json})
    return {"schema": SCHEMA} | {
        name: value
        for name, value in values.items()
        if name in _ALWAYS_WRITTEN or getattr(job, name) != getattr(defaults, name)
    }


def job_from_json(document: object) -> JobSpec:
    """Return the job that plain JSON values describe.

    Raises:
        JobSpecError: another schema, an unknown key, or a value of the wrong kind, by name.
        TimeMapError: the time map makes no sense.
    """
    if not isinstance(document, Mapping):
        raise JobSpecError(f"expected a JSON object, got {type(document).__name__}")
    if document.get("schema") != SCHEMA:
        raise JobSpecError(f'expected "schema": "{SCHEMA}", got {document.get("schema")!r}')
    values = {key: value for key, value in document.items() if key != "schema"}
    try:
        return read(JobSpec, values, FORM)
    except Misfit as misfit:
        raise JobSpecError(str(misfit)) from None


def read_job(path: str | os.PathLike[str]) -> JobSpec:
    """Return the job in a JSON file.

    Raises:
        MissingInputError: there is no such file.
        UsageError: it is not JSON, or not a job.
    """
    try:
        document = read_json(path, SETTINGS_BYTES)
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise JobSpecError(f"expected JSON, got: {error}", path=path) from error
    try:
        return job_from_json(document)
    except UsageError as error:
        raise type(error)(error.message, hint=error.hint, path=path) from error
