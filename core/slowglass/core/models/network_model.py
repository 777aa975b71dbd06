"""What models that run a network share: how it runs on a device, and how its training begins.

A flow in pixels has no place in 16 bits: beyond 256 bfloat16 knows whole pixels alone. So only
convolutions run in the shorter type, and what they give is added to positions in float32.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, Generic, TypeVar

import torch
from torch import nn

from slowglass.core.models.spec import ModelSpec

NetworkT = TypeVar("NetworkT", bound=nn.Module)

FIRST_WITH_BFLOAT16, FIRST_WITH_FLOAT16 = 8, 7
"""Generations of NVIDIA's devices whose convolutions are faster in these types."""

_PROCESSORS_TELL: tuple[str, ...] = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
"""What torch.cpu is asked; a version that has no such answer is taken to say no."""


class NetworkModel(Generic[NetworkT]):
    """A network without gradients, on the device that it is on."""

    def __init__(self, network: NetworkT, spec: ModelSpec) -> None:
        """Use ``network`` as it is; its weights may be half."""
        self.network = network.eval().requires_grad_(False)
        self._spec = spec

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        return self._spec


def initialise(module: nn.Module, leak: float) -> None:
    """Start plain convolutions so that they keep the variance (He); biases at zero.

    Args:
        module: whatever holds the convolutions.
        leak: slope below zero of the activation that follows them.

    Source: He et al., Delving Deep into Rectifiers, ICCV 2015, section 2.2.
    """
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, a=leak)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


def convolving(device: torch.device, *, short: bool) -> AbstractContextManager[object]:
    """Let convolutions on a device run in its `short_type`, where ``short`` allows it."""
    kind = short_type(device) if short else None
    return nullcontext() if kind is None else torch.autocast(device.type, kind)


@cache
def short_type(device: torch.device) -> torch.dtype | None:
    """Return the type of 16 bits that a device convolves faster in; None: it has none."""
    if device.type == "cuda":
        generation, _ = torch.cuda.get_device_capability(device)
        if generation >= FIRST_WITH_BFLOAT16:
            return torch.bfloat16
        return torch.float16 if generation >= FIRST_WITH_FLOAT16 else None
    if device.type == "cpu" and any(_says_yes(name) for name in _PROCESSORS_TELL):
        return torch.bfloat16
    return None


def _says_yes(name: str) -> bool:
    """Return whether torch says that the processor has what is asked for."""
    asked: Callable[[], Any] = getattr(torch.cpu, name, lambda: False)
    return bool(asked())
