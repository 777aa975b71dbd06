"""The user's models: one file each, in one folder. To list them loads no torch.

Each is safetensors, whatever it was added from: it holds no code, and says of itself what it is and
under which licence.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.atomic import output_error
from slowglass.core.errors import UnknownModelError

FOLDER_VARIABLE = "SLOWGLASS_MODELS"
SUFFIX = ".safetensors"
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
CHECKPOINT_SUFFIXES = (SUFFIX, ".pkl", ".pth", ".pt", ".ckpt")

ARCHITECTURE_KEY = "slowglass.architecture"
LICENCE_KEY = "slowglass.licence"
TITLE_KEY = "slowglass.title"
SOURCE_KEY = "slowglass.source"
"""What the files of the folder say of themselves, beside the tensors."""

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
    if not os.path.isdir(folder):
        return ()
    paths = [
        path for path in sorted(folder.iterdir()) if path.suffix == SUFFIX and os.path.isfile(path)
    ]
    return tuple(stored_model(path) for path in paths if NAME.fullmatch(path.stem))


def stored_path(name: str) -> Path | None:
    """Return the file of a user's model, None if there is none of that name."""
    path = models_folder() / f"{name}{SUFFIX}"
    return path if NAME.fullmatch(name) and os.path.isfile(path) else None


def find_checkpoint(name: str) -> Path | None:
    """Return the file of the user's model ``name``, or ``name`` itself where it is a file, or None.

    Raises:
        UnknownModelError: ``name`` can only be a path, and there is no such file.
    """
    if path := stored_path(name):
        return path
    path = Path(name)
    if os.path.isfile(path):
        return path
    if path.suffix in CHECKPOINT_SUFFIXES or len(path.parts) > 1:
        raise UnknownModelError("expected a checkpoint, found no such file", path=name)
    return None


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


def stored_model(path: Path) -> StoredModel:
    """Return what a file says of itself."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
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
