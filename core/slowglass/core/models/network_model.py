"""What models that run a network share: the frame around it, and how its training begins."""

from __future__ import annotations

from typing import Generic, TypeVar

from torch import nn

from slowglass.core.models.spec import ModelSpec

NetworkT = TypeVar("NetworkT", bound=nn.Module)


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
