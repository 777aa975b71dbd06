"""Paths of the machine that wrote a job, on the machine that does it.

Source: Open Job Description, "How Jobs Are Run", Path Mapping: a JSON file of the version
pathmapping-1.0, whose rules name a format, a source and a destination; the longest source wins.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Literal

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.job import PATHS, JobSpec
from slowglass.core.plain_files import SETTINGS_BYTES, read_json
from slowglass.core.typed import JSON, Misfit, read

VERSION = "pathmapping-1.0"


@dataclass(frozen=True)
class Rule:
    """Where a folder of the one machine lies on the other."""

    source_path_format: Literal["POSIX", "WINDOWS", "URI"]
    source_path: str
    destination_path: str

    def apply(self, path: str) -> str | None:
        """Return a path in the folder as it is here; None if it does not lie there."""
        if self.source_path_format == "URI":
            return None
        kind: type[PurePath] = PurePosixPath
        if self.source_path_format == "WINDOWS":
            kind = PureWindowsPath
        folder, file = kind(self.source_path), kind(path)
        if not (file.is_absolute() and file.is_relative_to(folder)):
            return None
        return os.fspath(Path(self.destination_path, *file.relative_to(folder).parts))


@dataclass(frozen=True)
class _File:
    version: str
    path_mapping_rules: tuple[Rule, ...] = ()


def mapped_job(job: JobSpec, path: str | os.PathLike[str]) -> JobSpec:
    """Return a job with its paths as they are here.

    Names of models and configurations are not absolute, and stay.

    Args:
        job: as it was written.
        path: of the file of rules; an empty object has none.

    Raises:
        MissingInputError: it cannot be read.
        UsageError: it is no such file.
    """
    rules = sorted(_read(path), key=lambda rule: len(rule.source_path), reverse=True)
    here: dict[str, Any] = {name: _mapped(getattr(job, name), rules) for name in PATHS}
    mattes = tuple(_mapped(matte, rules) for matte in job.mattes)
    return replace(job, mattes=mattes, lock=_mapped(job.lock, rules), **here)


def _mapped(path: str, rules: list[Rule]) -> str:
    """Return a path by the first rule that fits, else as it is."""
    return next((found for rule in rules if (found := rule.apply(path)) is not None), path)


def _read(path: str | os.PathLike[str]) -> tuple[Rule, ...]:
    try:
        document: Any = read_json(path, SETTINGS_BYTES)
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise UsageError(f"expected JSON, got: {error}", path=path) from error
    if isinstance(document, Mapping) and not document:
        return ()
    try:
        file = read(_File, document, JSON)
    except Misfit as misfit:
        raise UsageError(str(misfit), path=path) from None
    if file.version != VERSION:
        raise UsageError(f"expected the version {VERSION}, got {file.version!r}", path=path)
    return file.path_mapping_rules
