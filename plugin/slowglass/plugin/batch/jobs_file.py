"""Files that list jobs: JSON lines, or TOML with what all jobs have in common."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slowglass.core.errors import JobSpecError, MissingInputError, SlowglassError, UsageError
from slowglass.core.job import WRITTEN_PATHS, JobSpec
from slowglass.core.job_json import SCHEMA, job_from_json
from slowglass.core.plain_files import SETTINGS_BYTES, json_value, read_text

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "{name}"
"""Stands in the output of a recipe for the name of the footage."""


@dataclass(frozen=True)
class Listed:
    """A job of a list, or why it is none."""

    number: int
    """Of its line in JSON lines, else its place, from 1."""
    job: JobSpec | None = None
    error: SlowglassError | None = None


@dataclass(frozen=True)
class Recipe:
    """What is done with each piece of footage that comes."""

    values: Mapping[str, Any]
    """Of a job without its source."""

    @classmethod
    def read(cls, path: Path) -> Recipe:
        """Return the recipe in a file: a JSON object, or the table ``defaults`` of TOML.

        Raises:
            MissingInputError: there is no such file.
            JobSpecError: it is no recipe, or no job could come of it.
        """
        if _is_toml(path):
            values = _toml(path).get("defaults", {})
        else:
            values = _json(_text(path), path)
        if not isinstance(values, Mapping) or NAME not in str(values.get("output", "")):
            raise JobSpecError(
                f"expected a recipe with {NAME} in its output, got none",
                path=path,
                hint=f'write output = "slow/{NAME}.mov", and no source',
            )
        recipe = cls(values)
        recipe.job_for(Path("clip.mov"))
        return recipe

    def job_for(self, source: Path) -> JobSpec:
        """Return the job for some footage.

        Raises:
            JobSpecError: a key or a value that no job has.
        """
        named = {
            key: str(self.values[key]).replace(NAME, source.stem)
            for key in WRITTEN_PATHS
            if key in self.values
        }
        return _job({**self.values, **named, "source": str(source)})


def read_jobs(path: Path) -> list[Listed]:
    """Return the jobs that a file lists; what is wrong with one does not keep the others.

    Args:
        path: ``.toml`` with a table ``job`` for each and one ``defaults`` for all; else JSON lines.

    Raises:
        MissingInputError: there is no such file.
        JobSpecError: the file as a whole cannot be read, or lists nothing.
    """
    listed = list(_toml_jobs(path) if _is_toml(path) else _json_jobs(path))
    if not listed:
        raise JobSpecError("expected a list of jobs, got an empty one", path=path)
    return listed


def _json_jobs(path: Path) -> Iterator[Listed]:
    """Yield the job of each line that has something in it."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            try:
                yield Listed(number, _job(_json(line, path)))
            except SlowglassError as error:
                yield Listed(number, error=error)


def _toml_jobs(path: Path) -> Iterator[Listed]:
    """Yield the job of each table."""
    document = _toml(path)
    defaults, tables = document.get("defaults", {}), document.get("job", [])
    if not isinstance(defaults, Mapping) or not isinstance(tables, list):
        raise JobSpecError("expected [defaults] and [[job]], got something else", path=path)
    for number, table in enumerate(tables, 1):
        try:
            yield Listed(number, _job({**defaults, **table}))
        except SlowglassError as error:
            yield Listed(number, error=error)


def _job(values: object) -> JobSpec:
    """Return the job of some values, which need not say of which schema they are."""
    return job_from_json({"schema": SCHEMA, **values} if isinstance(values, Mapping) else values)


def _is_toml(path: Path) -> bool:
    return path.suffix.lower() == ".toml"


def _text(path: Path) -> str:
    """Return what a file says.

    Raises:
        MissingInputError: it cannot be read.
        UsageError: it is not UTF-8.
    """
    try:
        return read_text(path, SETTINGS_BYTES)
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise UsageError("expected text in UTF-8", path=path) from error


def _json(text: str, path: Path) -> Any:
    try:
        return json_value(text)
    except ValueError as error:
        raise JobSpecError(f"expected JSON, got: {error}", path=path) from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise JobSpecError(f"expected TOML, got: {error}", path=path) from error
    unknown = document.keys() - {"defaults", "job"}
    if unknown:
        raise JobSpecError(f"expected [defaults] and [[job]], got {sorted(unknown)[0]}", path=path)
    return document
