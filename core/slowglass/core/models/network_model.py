"""What every model that runs a network has: the network, without gradients, and its spec."""

from __future__ import annotations

from typing import Generic, TypeVar

from torch import nn

from slowglass.core.models.interface import ModelSpec

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
