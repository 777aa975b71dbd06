"""Models by name, ready to make frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch

from slowglass.core.device import pick_device
from slowglass.core.errors import UsageError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.checkpoint import read_checkpoint
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.interface import AnyModel, ChannelInterpolator
from slowglass.core.models.joined import JoinedModel
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.named import DEFAULT, checkpoint_named, parts_of
from slowglass.core.models.vectors import SPEC as VECTORS, VectorModel
from slowglass.core.vector_layout import parse_layout

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


def _maker(name: str, vectors: str) -> Maker:
    """Return what makes a model that is no join."""
    if name == VECTORS.name:
        layout = parse_layout(vectors)
        return lambda _: VectorModel(layout)
    built_in = BUILT_IN.get(name)
    return built_in.make if built_in else read_checkpoint(*checkpoint_named(name)).load


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
