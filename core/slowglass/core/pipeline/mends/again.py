"""The job of a finished result, planned again as it was, without looking at the picture."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from slowglass.core.choices import Device
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_from_json
from slowglass.core.layers import matte_path
from slowglass.core.pipeline.delivery import NO_FRAMES, Recorded
from slowglass.core.pipeline.describe import describe
from slowglass.core.pipeline.looked import Looked
from slowglass.core.pipeline.prepare import Prepared, plan_of

_FILES = ("source", "ocio", "model")


def job_again(document: Mapping[str, Any], output: str, device: Device) -> JobSpec:
    """Return the job that a manifest tells, to make frames of ``output``.

    Paths that are not there from here are looked for from the folder in which the job ran.
    """
    job = job_from_json(document["job"])
    folder = Path(str(document.get("folder", "")))
    found: dict[str, Any] = {
        name: str(folder / path)
        for name in _FILES
        if (path := getattr(job, name)) and not os.path.exists(path) and (folder / path).exists()
    }

    def here(text: str, path: str) -> str:
        return str(folder / text) if path and not os.path.exists(path) else text

    return replace(
        job,
        mattes=tuple(here(matte, matte_path(matte)) for matte in job.mattes),
        lock=here(job.lock, matte_path(job.lock)),
        motion_from=here(job.motion_from, job.motion_from),
        output=output,
        vectors_out=output if job.makes_vectors else "",
        preview="",
        device=device,
        **found,
    )


def prepared_again(
    job: JobSpec, info: ClipInfo, document: Mapping[str, Any], recorded: Recorded
) -> Prepared:
    """Return the plan that a result was made by.

    Args:
        job: of the result.
        info: of its source, as it is now.
        document: its manifest, which holds what the picture told.
        recorded: its frames.

    Raises:
        UnsupportedMediaError: from this source another plan follows.
    """
    cuts, smoothed, missing, flashes = (
        tuple(map(int, document.get(name, ())))
        for name in ("cuts", "smoothed_duplicates", "missing", "flashes")
    )
    plan = plan_of(job, info, cuts, smoothed, missing, flashes)
    made = {index: one.what for index, one in recorded.frames.items() if one.what not in NO_FRAMES}
    made |= {mend.output_index: mend.replaced.what for mend in reversed(recorded.mends)}
    if len(plan) != len(made) or any(describe(plan[k]) != what for k, what in made.items()):
        raise UnsupportedMediaError(
            "expected the source that the result was made of: from what lies there now other "
            "frames would follow",
            path=info.path,
            hint="run the job again, into another folder",
        )
    looked = Looked(None, 0, missing)
    return Prepared(info, plan, looked, cuts, smoothed, job.missing, flashes)
