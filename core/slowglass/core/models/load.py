"""Models by name, ready to make frames."""

from __future__ import annotations

from pathlib import Path

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.core.device import pick_device
from slowglass.core.errors import UnknownModelError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.checkpoint import read_checkpoint
from slowglass.core.models.library import find_checkpoint, stored_models, stored_path
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.slowglass_net import SPEC as SLOWGLASS, WEIGHTS
from slowglass.core.models.vectors import SPEC as VECTORS, VectorModel
from slowglass.core.vector_layout import parse_layout

DEFAULT = "default"
"""A name for whichever built-in model is the better one."""


def load_model(name: str = DEFAULT, device: str = "auto", vectors: str = "") -> LoadedModel:
    """Return a model by name or path.

    Args:
        name: one of `BUILT_IN`, `DEFAULT`, one of the user's models, or the path of a checkpoint.
        device: auto, cpu, cuda or mps.
        vectors: which channels the model of that name reads, as `parse_layout` takes it.

    Raises:
        UsageError: ``vectors`` makes no sense.
        UnknownModelError: there is no such model.
        ModelError: the checkpoint is damaged, or of no architecture that is known.
        DeviceError: the device is not there.
    """
    chosen = pick_device(device)
    name = without_default(name)
    if name == VECTORS.name:
        return LoadedModel(VectorModel(parse_layout(vectors)), chosen)
    built_in = BUILT_IN.get(name)
    make = built_in.make if built_in else read_checkpoint(*_checkpoint_named(name)).load
    return LoadedModel(make(chosen), chosen, make)


def without_default(name: str) -> str:
    """Return the name of the model that ``name`` stands for: itself, but for `DEFAULT`."""
    return DEFAULT_MODEL if name == DEFAULT else name


def weights_path(name: str) -> Path | None:
    """Return the file that a model's weights are read from, None for those that have none.

    Raises:
        UnknownModelError: there is no such model.
    """
    name = without_default(name)
    if name == SLOWGLASS.name:
        return WEIGHTS
    return None if name in BUILT_IN else _checkpoint_named(name)[0]


def _checkpoint_named(name: str) -> tuple[Path, str]:
    """Return the file of a model that is not built in, and what to call the model."""
    path = find_checkpoint(name)
    if path is None:
        known = ", ".join([*sorted(BUILT_IN), *(model.name for model in stored_models())])
        raise UnknownModelError(
            f"expected a model among {known}, or the path of a checkpoint, got {name!r}",
            hint="slowglass models lists them; models add takes a checkpoint",
        )
    return path, name if stored_path(name) else path.name
