"""Which model a job is done with: the one that its result was begun with, else by its quality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from slowglass.core.device import pick_device
from slowglass.core.errors import ModelError, UnknownModelError
from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.models import ModelChoice, choose_model, weights_paths
from slowglass.core.pipeline.delivery import Recorded, read_parts, read_recorded, target_of
from slowglass.core.pipeline.identity import request_hash


@dataclass(frozen=True)
class Chosen:
    """How the model of a job was chosen."""

    choice: ModelChoice
    request_hash: str
    """Of what was asked, before it was."""


def with_model(job: JobSpec, info: ClipInfo) -> tuple[JobSpec, Chosen]:
    """Return a job with its model named in the place of a quality, and how that was chosen.

    A result that the same job began keeps its model, whatever was installed since and whatever the
    device, unless the job replaces older results.

    Args:
        job: what to do.
        info: of its source.

    Raises:
        DeviceError: the job's device is not there.
        ModelError: the result was begun with a model that is not here.
    """
    choice = choose_model(job.quality, job.model, pick_device(job.device).type)
    asked = request_hash(job, info)
    manifest = target_of(job.output).manifest_path
    if not job.model and job.overwrite == "never":
        begun = _begun_with(manifest, asked)
        if begun and begun != choice.model:
            _require(begun, manifest, choice.model)
            choice = replace(choice, model=begun, why="an earlier run began with it", lacks=())
    return replace(job, quality=None, model=choice.model), Chosen(choice, asked)


def _begun_with(manifest: Path, asked: str) -> str:
    """Return the model of what an earlier run left of the same job, "" where there is nothing."""
    whole = read_recorded(manifest)
    found: list[Recorded] = [*([whole] if whole else []), *read_parts(manifest)]
    return next((one.model for one in found if one.request_hash == asked), "")


def _require(model: str, manifest: Path, otherwise: str) -> None:
    """Refuse a model that is not here.

    Raises:
        ModelError: it is not.
    """
    try:
        weights_paths(model)
    except UnknownModelError as error:
        raise ModelError(
            f"expected the model {model}, with which the result was begun: {error.message}",
            path=manifest,
            hint=f"add it; or --overwrite stale makes the result anew with {otherwise}",
        ) from error
