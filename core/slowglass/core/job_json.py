"""Jobs as JSON, schema ``slowglass.job/1``; the only place where job files are checked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

from slowglass.core.errors import JobSpecError, MissingInputError
from slowglass.core.job import (
    Audio,
    Colour,
    Device,
    Duplicates,
    Grain,
    JobSpec,
    MissingPolicy,
    OutputFormat,
    Overwrite,
)
from slowglass.core.timing import EndPolicy, time_map_from_json, time_map_to_json

SCHEMA = "slowglass.job/1"


def job_to_json(job: JobSpec) -> dict[str, Any]:
    """Return the job as plain JSON values; what has its default value is left out."""
    document: dict[str, Any] = {"schema": SCHEMA}
    defaults = JobSpec(source=job.source, output=job.output)
    for item in fields(JobSpec):
        value = getattr(job, item.name)
        if item.name in ("source", "output", "time") or value != getattr(defaults, item.name):
            document[item.name] = _plain(value) if item.name != "time" else time_map_to_json(value)
    return document


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
    values = {}
    for key, value in document.items():
        if key == "schema":
            continue
        if key not in _READERS:
            known = ", ".join(sorted(_READERS))
            raise JobSpecError(f"unknown option {key!r}", hint=f"known are {known}")
        values[key] = _READERS[key](key, value)
    for key in ("source", "output"):
        if key not in values:
            raise JobSpecError(f"expected {key!r}, which is missing")
    return JobSpec(**values)


def read_job(path: str | os.PathLike[str]) -> JobSpec:
    """Return the job in a JSON file.

    Raises:
        MissingInputError: there is no such file.
        JobSpecError: it is not JSON, or not a job.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise JobSpecError(f"expected JSON, got: {error}", path=path) from error
    try:
        return job_from_json(document)
    except JobSpecError as error:
        raise type(error)(error.message, hint=error.hint, path=path) from error


def _plain(value: object) -> object:
    """Return a job's value as JSON knows it."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, OutputFormat):
        return {item.name: getattr(value, item.name) for item in fields(OutputFormat)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise JobSpecError(f"expected text for {key!r}, got {value!r}")
    return value


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise JobSpecError(f"expected true or false for {key!r}, got {value!r}")
    return value


def _whole(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise JobSpecError(f"expected a whole number for {key!r}, got {value!r}")
    return value


def _rate(key: str, value: object) -> Fraction:
    try:
        return Fraction(_text(key, value))
    except (ValueError, ZeroDivisionError) as error:
        raise JobSpecError(f'expected a rate such as "24000/1001" for {key!r}') from error


def _choice(kind: object) -> Callable[[str, object], Any]:
    def read(key: str, value: object) -> object:
        if value not in get_args(kind):
            known = ", ".join(get_args(kind))
            raise JobSpecError(f"expected {key!r} among {known}, got {value!r}")
        return value

    return read


def _cuts(key: str, value: object) -> object:
    if value in ("auto", "none"):
        return value
    if not isinstance(value, list):
        raise JobSpecError(f'expected "auto", "none" or a list of frames for {key!r}')
    return tuple(sorted(_whole(key, item) for item in value))


def _channels(key: str, value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(p, list) and len(p) == 2 for p in value):
        raise JobSpecError(f"expected a list of [pattern, policy] for {key!r}, got {value!r}")
    return tuple((_text(key, pattern), _text(key, policy)) for pattern, policy in value)


def _format(key: str, value: object) -> OutputFormat:
    if not isinstance(value, Mapping):
        raise JobSpecError(f"expected an object for {key!r}, got {value!r}")
    known = {item.name for item in fields(OutputFormat)}
    unknown = set(value) - known
    if unknown:
        raise JobSpecError(f"unknown option {sorted(unknown)[0]!r} in {key!r}")
    return OutputFormat(**{name: _text(name, text) for name, text in value.items()})


def _time(key: str, value: object) -> object:
    return time_map_from_json(value)


_READERS: dict[str, Callable[[str, object], Any]] = {
    "source": _text,
    "output": _text,
    "time": _time,
    "frame_rate": _rate,
    "source_rate": _rate,
    "deinterlace": _flag,
    "first": _whole,
    "last": _whole,
    "model": _text,
    "vectors": _text,
    "device": _choice(Device),
    "batch_size": _whole,
    "end": _choice(EndPolicy),
    "cuts": _cuts,
    "channels": _channels,
    "duplicates": _choice(Duplicates),
    "missing": _choice(MissingPolicy),
    "grain": _choice(Grain),
    "overwrite": _choice(Overwrite),
    "colour": _choice(Colour),
    "ocio": _text,
    "input_space": _text,
    "output_space": _text,
    "format": _format,
    "start_number": _whole,
    "audio": _choice(Audio),
    "preview": _text,
}
