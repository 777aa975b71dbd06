"""Adding a checkpoint to the user's models: one file that appears whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from slowglass.core.atomic import output_error, replacing, sweep
from slowglass.core.errors import OutputError, OutputExistsError, UsageError
from slowglass.core.models.checkpoint import Checkpoint, read_checkpoint
from slowglass.core.models.library import (
    ARCHITECTURE_KEY,
    LICENCE_KEY,
    NAME,
    SOURCE_KEY,
    SUFFIX,
    TITLE_KEY,
    StoredModel,
    models_folder,
    stored_model,
)

COMMON_STEMS = ("flownet", "model", "weights", "checkpoint", "average")
"""File names that say nothing."""


def add_model(
    path: Path,
    name: str = "",
    architecture: str = "",
    *,
    source: str = "",
    licence: str = "",
    taken: tuple[str, ...] = (),
) -> StoredModel:
    """Copy a checkpoint into the user's folder, once it is known to be whole and of use.

    Args:
        path: of the checkpoint.
        name: what to call it; "": after the file, or after its version where that says nothing.
        architecture: which it must be; "": whichever its tensors are of.
        source: where it came from; "": the name of the file.
        licence: of the weights; "": what is known of the architecture's.
        taken: names that other models have.

    Raises:
        UsageError: the name cannot be one.
        ModelError: it is no checkpoint of an architecture that is known.
        OutputExistsError: the name is taken by something else.
    """
    checkpoint = read_checkpoint(path, architecture=architecture)
    name = name or default_name(path, checkpoint)
    if not NAME.fullmatch(name):
        raise UsageError(
            f"expected a name of letters, digits, dots and dashes, got {name!r}", hint="give --name"
        )
    if name in taken:
        raise OutputExistsError(f"expected a free name, {name} is built in", hint="give --name")
    target = models_folder() / f"{name}{SUFFIX}"
    described = {
        ARCHITECTURE_KEY: checkpoint.architecture.name,
        TITLE_KEY: checkpoint.spec.title,
        LICENCE_KEY: licence or checkpoint.spec.licence,
        SOURCE_KEY: source or path.name,
    }
    if target.exists():
        _require_same(target, checkpoint)
    else:
        _write(target, checkpoint, described)
    return stored_model(target)


def default_name(path: Path, checkpoint: Checkpoint) -> str:
    """Return what to call a model that the user did not name."""
    version = checkpoint.version.lower().replace(" ", "-")
    if version and NAME.fullmatch(version) and "-or-" not in version:
        return version
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("._-")
    return checkpoint.architecture.name if stem.lower() in COMMON_STEMS or version else stem


def _require_same(target: Path, checkpoint: Checkpoint) -> None:
    """Accept that the name is taken by the very same model, and by nothing else."""
    import torch

    lying = read_checkpoint(target)
    same = lying.architecture is checkpoint.architecture and all(
        name in lying.tensors and torch.equal(lying.tensors[name], tensor)
        for name, tensor in checkpoint.tensors.items()
    )
    if not same:
        raise OutputExistsError(
            "expected a free name, another model has it",
            path=target,
            hint="give --name, or remove the other with slowglass models remove",
        )


def _write(target: Path, checkpoint: Checkpoint, described: dict[str, str]) -> None:
    """Write the file of a model, whole or not at all."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    is_new = not target.parent.exists()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, target.parent) from error
    sweep(target.parent)
    try:
        with replacing(target) as temporary:
            tensors = {name: tensor.contiguous() for name, tensor in checkpoint.tensors.items()}
            save_file(tensors, temporary, described)
    except SafetensorError as error:  # what the system said, in its words
        if is_new:
            target.parent.rmdir()
        raise OutputError(f"expected to write the file: {error}", path=target) from error
