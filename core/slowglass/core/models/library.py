"""The user's models: one file each, in one folder.

A checkpoint that is added becomes safetensors, whatever it was: one file that appears whole or not
at all, that holds no code, and that says of itself what it is and under which licence.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.atomic import output_error, replacing, sweep
from slowglass.core.errors import OutputError, OutputExistsError, UnknownModelError, UsageError
from slowglass.core.models.checkpoint import (
    ARCHITECTURE_KEY,
    LICENCE_KEY,
    SOURCE_KEY,
    TITLE_KEY,
    Checkpoint,
    read_checkpoint,
)

FOLDER_VARIABLE = "SLOWGLASS_MODELS"
SUFFIX = ".safetensors"
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
CHECKPOINT_SUFFIXES = (SUFFIX, ".pkl", ".pth", ".pt", ".ckpt")
COMMON_STEMS = ("flownet", "model", "weights", "checkpoint", "average")
"""File names that say nothing."""

BY_HAND = "put into the folder by hand"
DAMAGED = "damaged: remove it, and add it again"


@dataclass(frozen=True)
class StoredModel:
    """A model of the user's folder, as its file says."""

    name: str
    path: Path
    title: str
    licence: str
    architecture: str
    source: str
    """Name or address of what it was made from."""


def models_folder() -> Path:
    """Return the folder of the user's models; it need not exist.

    `FOLDER_VARIABLE` in the environment overrides the place that the system has for such data.
    """
    if given := os.environ.get(FOLDER_VARIABLE):
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("slowglass", appauthor=False)) / "models"


def stored_models() -> tuple[StoredModel, ...]:
    """Return the user's models by name."""
    folder = models_folder()
    if not folder.is_dir():
        return ()
    paths = [path for path in sorted(folder.iterdir()) if path.suffix == SUFFIX]
    return tuple(_stored(path) for path in paths if NAME.fullmatch(path.stem))


def stored_path(name: str) -> Path | None:
    """Return the file of a user's model, None if there is none of that name."""
    path = models_folder() / f"{name}{SUFFIX}"
    return path if NAME.fullmatch(name) and path.is_file() else None


def find_checkpoint(name: str) -> Path | None:
    """Return the file of the user's model ``name``, or ``name`` itself where it is a file, or None.

    Raises:
        UnknownModelError: ``name`` can only be a path, and there is no such file.
    """
    if path := stored_path(name):
        return path
    path = Path(name)
    if path.is_file():
        return path
    if path.suffix in CHECKPOINT_SUFFIXES or len(path.parts) > 1:
        raise UnknownModelError("expected a checkpoint, found no such file", path=name)
    return None


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
    return _stored(target)


def default_name(path: Path, checkpoint: Checkpoint) -> str:
    """Return what to call a model that the user did not name."""
    version = checkpoint.version.lower().replace(" ", "-")
    if version and NAME.fullmatch(version) and "-or-" not in version:
        return version
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("._-")
    return checkpoint.architecture.name if stem.lower() in COMMON_STEMS or version else stem


def remove_model(name: str) -> Path:
    """Remove a user's model; return the path that it had.

    Raises:
        UnknownModelError: there is none of that name.
        OutputError: the system refused.
    """
    path = stored_path(name)
    if path is None:
        known = ", ".join(model.name for model in stored_models()) or "none"
        raise UnknownModelError(f"expected one of your models ({known}), got {name!r}")
    try:
        path.unlink()
    except OSError as error:
        raise output_error(error, path) from error
    return path


def _stored(path: Path) -> StoredModel:
    """Return what a file says of itself."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            said = file.metadata() or {}
    except (OSError, SafetensorError):
        return StoredModel(path.stem, path, DAMAGED, "not stated", "", "")
    return StoredModel(
        name=path.stem,
        path=path,
        title=said.get(TITLE_KEY, BY_HAND),
        licence=said.get(LICENCE_KEY, "not stated"),
        architecture=said.get(ARCHITECTURE_KEY, ""),
        source=said.get(SOURCE_KEY, BY_HAND),
    )


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

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, target.parent) from error
    sweep(target.parent)
    with replacing(target) as temporary:
        tensors = {name: tensor.contiguous() for name, tensor in checkpoint.tensors.items()}
        try:
            save_file(tensors, temporary, described)
        except SafetensorError as error:  # what the system said, in its words
            raise OutputError(f"expected to write the file: {error}", path=target) from error
