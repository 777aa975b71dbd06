"""Training state in files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from slowglass.core.atomic import replacing
from slowglass.core.errors import ModelError

StateDict = dict[str, Tensor]


def save_tensors(tensors: StateDict, path: Path, metadata: dict[str, str]) -> None:
    """Write ``tensors`` with ``metadata`` as safetensors, replacing ``path`` at once."""
    copied = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    with replacing(path) as unfinished:
        save_file(copied, unfinished, metadata)


def read_tensors(path: Path) -> tuple[StateDict, dict[str, str]]:
    """Return the tensors and the metadata of a file."""
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}


def pack(
    module: nn.Module, average: StateDict, optimiser: torch.optim.Optimizer
) -> dict[str, Tensor]:
    """Return weights, their average and the optimiser's state under names of their own."""
    tensors = {f"module/{name}": tensor for name, tensor in module.state_dict().items()}
    tensors |= {f"average/{name}": tensor for name, tensor in average.items()}
    for index, state in optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser/{index}/{name}": value for name, value in state.items()}
    return tensors


def unpack(
    tensors: StateDict, module: nn.Module, average: StateDict, optimiser: torch.optim.Optimizer
) -> None:
    """Put back what `pack` returned.

    Raises:
        ModelError: the weights are those of another network.
    """
    try:
        module.load_state_dict(under(tensors, "module/"))
    except RuntimeError as error:
        raise ModelError(
            "expected a checkpoint of this network, got that of another",
            hint="start in another folder, or use the configuration that it was made with",
        ) from error
    for name, tensor in under(tensors, "average/").items():
        average[name].copy_(tensor)
    states: dict[int, StateDict] = {}
    for name, tensor in under(tensors, "optimiser/").items():
        index, key = name.split("/")
        states.setdefault(int(index), {})[key] = tensor
    whole = optimiser.state_dict()
    whole["state"] = states
    optimiser.load_state_dict(whole)


def under(tensors: StateDict, prefix: str) -> StateDict:
    """Return the tensors whose names start with ``prefix``, without it."""
    return {
        name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)
    }
