"""Models by name, ready to make frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import torch

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.core.device import pick_device
from slowglass.core.errors import UnknownModelError, UsageError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.checkpoint import read_checkpoint
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.interface import AnyModel, ChannelInterpolator
from slowglass.core.models.joined import JoinedModel
from slowglass.core.models.library import find_checkpoint, stored_models, stored_path
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.slowglass_net import SPEC as SLOWGLASS, WEIGHTS
from slowglass.core.models.vectors import SPEC as VECTORS, VectorModel
from slowglass.core.vector_layout import parse_layout

DEFAULT = "default"
"""A name for whichever built-in model is the better one."""

JOIN = "+"
"""Between the names of models that work as one."""

Maker = Callable[[torch.device], AnyModel]


def load_model(name: str = DEFAULT, device: str = "auto", vectors: str = "") -> LoadedModel:
    """Return a model by name or path.

    Args:
        name: one of `BUILT_IN`, `DEFAULT`, one of the user's models, or the path of a checkpoint;
            or several of them joined, as in ``flow+slowglass``.
        device: auto, cpu, cuda or mps.
        vectors: which channels the model of that name reads, as `parse_layout` takes it.

    Raises:
        UsageError: ``vectors`` makes no sense, or a model that reads channels is to be joined.
        UnknownModelError: there is no such model.
        ModelError: the checkpoint is damaged, or of no architecture that is known.
        DeviceError: the device is not there.
    """
    chosen = pick_device(device)
    makes = [_maker(part, vectors) for part in parts_of(name)]
    make = makes[0] if len(makes) == 1 else partial(_joined, makes)
    return LoadedModel(make(chosen), chosen, make)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the models that ``name`` joins by `JOIN`, or the only one; none is `DEFAULT`."""
    parts = [name] if Path(name).is_file() else name.split(JOIN)
    return tuple(DEFAULT_MODEL if part == DEFAULT else part for part in parts)


def weights_paths(name: str) -> dict[str, Path | None]:
    """Return for each of `parts_of` the file that its weights are in, None for those without.

    Raises:
        UnknownModelError: there is no such model.
    """
    own: dict[str, Path | None] = {**dict.fromkeys(BUILT_IN), SLOWGLASS.name: WEIGHTS}
    parts = parts_of(name)
    return {part: own[part] if part in own else _checkpoint_named(part)[0] for part in parts}


def _maker(name: str, vectors: str) -> Maker:
    """Return what makes a model that is no join."""
    if name == VECTORS.name:
        layout = parse_layout(vectors)
        return lambda _: VectorModel(layout)
    built_in = BUILT_IN.get(name)
    return built_in.make if built_in else read_checkpoint(*_checkpoint_named(name)).load


def _joined(makes: Sequence[Maker], device: torch.device) -> JoinedModel:
    """Return the models joined."""
    parts = []
    for make in makes:
        model = make(device)
        if isinstance(model, ChannelInterpolator):
            raise UsageError(
                f"expected models that look at pictures in a join, got {model.spec.name}",
                hint=f"--model {model.spec.name} alone",
            )
        parts.append(FittedModel(model))
    return JoinedModel(parts)


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
