"""Models by name, ready to make frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch

from slowglass.core.device import pick_device
from slowglass.core.errors import UsageError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.checkpoint import read_checkpoint
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.interface import AnyModel, ChannelInterpolator, Interpolator
from slowglass.core.models.joined import JoinedModel
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.named import checkpoint_named, name_and_size, parts_of
from slowglass.core.models.proxy_size import SizedModel
from slowglass.core.models.tiers import choose_model
from slowglass.core.models.vectors import SPEC as VECTORS, VectorModel
from slowglass.core.vector_layout import parse_layout

Maker = Callable[[torch.device], AnyModel]


def load_model(
    name: str = "", device: str = "auto", vectors: str = "", *, short: bool = True
) -> LoadedModel:
    """Return a model by name or path.

    Args:
        name: one of `BUILT_IN`, one of the user's models, or the path of a checkpoint; or several
            of them joined, as in ``flow+slowglass``. Pixels after it, as in ``rife@640``, are the
            longer side of what it looks at. "": what `DEFAULT_QUALITY` means here.
        device: auto, cpu, cuda or mps.
        vectors: which channels the model of that name reads, as `parse_layout` takes it.
        short: whether a network may convolve in 16 bits where the device is faster so.

    Raises:
        UsageError: ``vectors`` makes no sense, or a model that reads channels is to be joined, or
            made to look at less.
        UnknownModelError: there is no such model.
        ModelError: the checkpoint is damaged, or of no architecture that is known.
        DeviceError: the device is not there.
    """
    chosen = pick_device(device)
    name = name or choose_model(None, "", chosen.type).model
    makes = [_maker(part, vectors) for part in parts_of(name)]
    make = makes[0] if len(makes) == 1 else partial(_joined, makes, short)
    return LoadedModel(make(chosen), chosen, make, short=short)


def _maker(part: str, vectors: str) -> Maker:
    """Return what makes a model that is no join."""
    name, size = name_and_size(part)
    make = _unsized(name, vectors)
    return make if size is None else partial(_sized, make, size)


def _unsized(name: str, vectors: str) -> Maker:
    """Return what makes a model that looks at what its spec asks for."""
    if name == VECTORS.name:
        layout = parse_layout(vectors)
        return lambda _: VectorModel(layout)
    built_in = BUILT_IN.get(name)
    return built_in.make if built_in else read_checkpoint(*checkpoint_named(name)).load


def _sized(make: Maker, size: int, device: torch.device) -> SizedModel:
    """Return a model that looks at no more than ``size`` pixels."""
    return SizedModel(_that_looks(make(device), "with a size"), size)


def _that_looks(model: AnyModel, where: str) -> Interpolator[Any]:
    """Return a model that looks at pictures, as others cannot be had ``where`` it stands.

    Raises:
        UsageError: it reads other channels.
    """
    if isinstance(model, ChannelInterpolator):
        raise UsageError(
            f"expected models that look at pictures {where}, got {model.spec.name}",
            hint=f"--model {model.spec.name} alone",
        )
    return model


def _joined(makes: Sequence[Maker], short: bool, device: torch.device) -> JoinedModel:
    """Return the models joined."""
    models = [_that_looks(make(device), "in a join") for make in makes]
    return JoinedModel([FittedModel(model, short=short) for model in models])
