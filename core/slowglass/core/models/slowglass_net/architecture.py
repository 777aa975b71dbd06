"""How a checkpoint of the built-in network is known."""

from __future__ import annotations

from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.slowglass_net.model import SPEC, SlowglassModel, sizes_of
from slowglass.core.models.slowglass_net.network import SlowglassNetwork


def sized_network(tensors: Tensors) -> SlowglassNetwork:
    """Return a network of the widths that the shapes of its weights tell."""
    return SlowglassNetwork(sizes_of(tensors))


ARCHITECTURE = Architecture(
    name="slowglass",
    spec=SPEC,
    sized=sized_network,
    usual=SlowglassNetwork,
    model=SlowglassModel,
)
