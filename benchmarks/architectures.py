"""Every model there is, ready to be measured: the shipped ones, and networks of random weights.

What a network costs does not depend on its weights, so none need be downloaded.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import nn

from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.registry import ARCHITECTURES, architecture_named

SHIPPED = tuple(BUILT_IN)
RANDOM = tuple(one.name for one in ARCHITECTURES if one.name not in BUILT_IN)

SLOW = ("superslomo", "superslomo-port")
"""The largest networks, ten times the work of any other."""

NAMES = tuple(name for name in (*SHIPPED, *RANDOM) if name not in SLOW) + SLOW


def model_named(name: str) -> LoadedModel:
    """Return a model on the CPU.

    Args:
        name: of a built-in model; of an architecture, which gets random weights; or of a
            checkpoint, as ``--model`` takes it.
    """
    if name not in RANDOM:
        return load_model(name, "cpu")
    architecture = architecture_named(name)
    torch.manual_seed(0)
    model = architecture.model(architecture.usual(), architecture.spec)
    return LoadedModel(model, torch.device("cpu"))


def network_of(model: LoadedModel) -> nn.Module | None:
    """Return the network of a model, None where it is none."""
    found = getattr(model._model, "network", None)  # what models of networks call theirs
    return found if isinstance(found, nn.Module) else None


def without_values(model: LoadedModel) -> LoadedModel | None:
    """Return the same model with tensors that have shapes alone, None where it is no network."""
    network = network_of(model)
    if network is None:
        return None
    kind: Any = type(model._model)
    return LoadedModel(kind(copy.deepcopy(network).to("meta"), model.spec), torch.device("meta"))
