"""Which job a result belongs to: what must be equal for its frames to be worth keeping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.models import weights_paths
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
)
"""What does not change the pixels: where files lie, as they are known by what they are; devices and
batches agree within rounding."""


def job_hash(job: JobSpec, prepared: Prepared, weights: str) -> str:
    """Return a digest of all that decides the pixels: source, job, model, decisions, version."""
    document = job_to_json(job)
    document["model"] = weights or job.model
    for name in NOT_PART_OF_THE_RESULT:
        document.pop(name, None)
    return text_digest(
        {
            "job": document,
            "version": __version__,
            "cuts": list(prepared.cuts),
            "smoothed": list(prepared.smoothed),
            "missing": list(prepared.missing),
            "source": list(_identity(prepared.info.path)),
            "ocio": list(_identity(job.ocio)) if os.path.isfile(job.ocio) else [],
        }
    )


def header(job: JobSpec, prepared: Prepared) -> dict[str, Any]:
    """Return the manifest but for its frames."""
    info = prepared.info
    looked = prepared.looked
    report = None if looked.report is None else looked.report.to_json()
    weights = weights_digest(job.model)
    return {
        "job_hash": job_hash(job, prepared, weights),
        "slowglass": __version__,
        "job": job_to_json(job),
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

    Of models joined it is the digest, or the name, of each.
    """
    paths = weights_paths(model)
    digests = {part: file_digest(path) if path else "" for part, path in paths.items()}
    if len(digests) == 1:
        return next(iter(digests.values()))
    return "+".join(digest or part for part, digest in digests.items())


def _identity(path: str) -> Iterator[list[object]]:
    """Yield size and time of change of every file of a source."""
    for one in source_files(path):
        state = one.stat()
        yield [one.name, state.st_size, state.st_mtime_ns]
