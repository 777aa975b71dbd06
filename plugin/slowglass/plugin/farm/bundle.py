"""Writing the bundle of a job: what to do, what was seen of its source, and how to do it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slowglass.core.atomic import output_error, replacing
from slowglass.core.errors import OutputExistsError
from slowglass.core.job import PATHS, READ_PATHS, WRITTEN_PATHS, JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.layers import matte_path
from slowglass.core.pipeline import (
    OnProgress,
    Prepared,
    numbered_runs,
    prepared_job,
    write_looked,
)
from slowglass.plugin.farm.template import MOST_TASKS, job_template, parameters

TEMPLATE = "template.json"
PARAMETERS = "parameters.json"
"""For the command ``openjd``; AWS Deadline Cloud reads the same from parameter_values.json."""


@dataclass(frozen=True)
class Bundle:
    """What was written."""

    template: str
    parameters: str
    frames: int
    tasks: int
    """That make frames; two more end and check the result."""
    notes: tuple[str, ...]


def write_bundle(job: JobSpec, folder: Path, frames_each: int, report: OnProgress) -> Bundle:
    """Look at a job's source once, and write all that a farm needs into a folder.

    Args:
        job: what to do; a movie is made by one task.
        folder: where the bundle goes; it may not hold anything.
        frames_each: how many frames a task makes at least; whole pairs, and not more tasks than a
            template can name.
        report: called as frames are looked at.

    Raises:
        SlowglassError: the job cannot be done, or the bundle not be written.
    """
    job = _absolute(job)
    prepared = prepared_job(job, report)
    parts = _parts(job, prepared, frames_each)
    _fresh(folder)
    _write(folder / "job.json", job_to_json(job))
    write_looked(folder / "looked.json", prepared.looked)
    values = parameters(job)
    _write(folder / PARAMETERS, values)
    listed = [{"name": name, "value": value} for name, value in values.items()]
    _write(folder / "parameter_values.json", {"parameterValues": listed})
    _write(folder / TEMPLATE, job_template(job, parts))
    notes = tuple(prepared.notes())
    files = str(folder / TEMPLATE), str(folder / PARAMETERS)
    return Bundle(*files, len(prepared.plan), len(parts), notes)


def _absolute(job: JobSpec) -> JobSpec:
    """Return a job whose paths say the same on every machine that sees the same disks."""
    known = {name: getattr(job, name) for name in PATHS}
    paths: dict[str, Any] = {
        name: os.path.abspath(path)
        for name, path in known.items()
        if path and (name in (*READ_PATHS, *WRITTEN_PATHS) or os.path.exists(path))
    }
    *mattes, lock = (
        os.path.abspath(matte) if matte_path(matte) else matte for matte in (*job.mattes, job.lock)
    )
    return replace(job, mattes=tuple(mattes), lock=lock, **paths)


def _parts(job: JobSpec, prepared: Prepared, frames_each: int) -> Sequence[str]:
    """Return the frames of each task, as "A-B" by the numbers in their names."""
    least = max(frames_each, -(-len(prepared.plan) // MOST_TASKS))
    return [f"{run.start}-{run.stop - 1}" for run in numbered_runs(job, prepared, least)]


def _fresh(folder: Path) -> None:
    """Make the folder of a bundle.

    Raises:
        OutputExistsError: something lies there.
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputExistsError(
                "expected an empty folder, or none", path=folder, hint="choose another name"
            )
    except OSError as error:
        if isinstance(error, OutputExistsError):
            raise
        raise output_error(error, folder) from error


def _write(path: Path, document: dict[str, Any]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
