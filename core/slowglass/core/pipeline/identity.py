"""Which job a result belongs to: what must be equal for its frames to be worth keeping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slowglass.core.choices import DEFAULT_QUALITY
from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.layers import matte_path
from slowglass.core.models import ModelChoice, name_and_size, weights_paths
from slowglass.core.pipeline.delivery import file_digest, source_files, text_digest
from slowglass.core.pipeline.describe import clock_facts
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.version import __version__

NOT_PART_OF_THE_RESULT = (
    "source",
    "output",
    "overwrite",
    "preview",
    "device",
    "batch_size",
    "workers",
    "ocio",
    "motion_from",
    "vectors_out",
    "vectors_as",
)
"""What does not change the pixels: where files lie, as they are known by what they are; devices and
batches agree within rounding."""


def request_hash(job: JobSpec, info: ClipInfo) -> str:
    """Return a digest of what is asked of which files, whatever model a quality comes to."""
    return text_digest(_request(job, info) | {"quality": job.quality or DEFAULT_QUALITY})


def job_hash(job: JobSpec, prepared: Prepared, weights: str) -> str:
    """Return a digest of all that decides the pixels: source, job, model, decisions, version."""
    decided = {
        "model": weights or job.model,
        "cuts": list(prepared.cuts),
        "smoothed": list(prepared.smoothed),
        "missing": list(prepared.missing),
    }
    return text_digest(_request(job, prepared.info) | decided)


def _request(job: JobSpec, info: ClipInfo) -> dict[str, Any]:
    """Return what is asked of which files, by which version, but for quality and model."""
    document = job_to_json(job)
    for name in (*NOT_PART_OF_THE_RESULT, "quality", "model"):
        document.pop(name, None)
    if job.makes_vectors:
        document["vectors_as"] = job.vectors_as
    return {
        "job": document,
        "version": __version__,
        "source": list(_identity(info.path)),
        "ocio": list(_identity(job.ocio)) if os.path.isfile(job.ocio) else [],
        "mattes": [
            list(_identity(path)) for text in (*job.mattes, job.lock) if (path := matte_path(text))
        ],
        "motion_from": list(_identity(job.motion_from)) if job.motion_from else [],
    }


def header(job: JobSpec, prepared: Prepared, choice: ModelChoice, asked: str) -> dict[str, Any]:
    """Return the manifest but for its frames.

    Args:
        job: with the model that was chosen.
        prepared: what was decided of it.
        choice: how that model was chosen.
        asked: `request_hash` of what was asked.
    """
    info = prepared.info
    looked = prepared.looked
    report = None if looked.report is None else looked.report.to_json()
    weights = weights_digest(job.model)
    return {
        "job_hash": job_hash(job, prepared, weights),
        "request_hash": asked,
        "slowglass": __version__,
        "job": job_to_json(job),
        "model": job.model,
        "quality": choice.quality,
        "model_because": choice.why,
        "weights": weights,
        "source": {
            "format": info.format,
            "width": info.width,
            "height": info.height,
            "frame_rate": str(info.clock.frame_rate),
            "constant_rate": info.clock.is_constant,
            "clock": clock_facts(info.clock),
            "frames": info.clock.frame_count,
            "first_number": info.first_number,
            "encoding": vars(info.encoding),
            "timecode": info.timecode,
        },
        "cuts": list(prepared.cuts),
        "smoothed_duplicates": list(prepared.smoothed),
        "missing": list(prepared.missing),
        "flashes": list(prepared.flashes),
        "folder": os.getcwd(),
        "picture": report,
        "picture_from": looked.first,
    }


def weights_digest(model: str) -> str:
    """Return the digest of the file that a model's weights are in, "" for one that has none.

    Of models joined it is the digest, or the name, of each; what one looks at goes along.
    """
    paths = weights_paths(model)
    if not any(paths.values()):
        return ""
    return "+".join(_part_digest(part, path) if path else part for part, path in paths.items())


def _part_digest(part: str, path: Path) -> str:
    """Return the digest of a model's weights, and of what size it is made to look at."""
    _, size = name_and_size(part)
    return file_digest(path) if size is None else f"{file_digest(path)}@{size}"


def _identity(path: str) -> Iterator[list[object]]:
    """Yield size and time of change of every file of a source."""
    for one in source_files(path):
        state = one.stat()
        yield [one.name, state.st_size, state.st_mtime_ns]
