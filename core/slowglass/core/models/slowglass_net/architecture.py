"""How a checkpoint of the built-in network is known."""

from __future__ import annotations

from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.slowglass_net.model import SlowglassModel, sizes_of
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.models.slowglass_net.spec import SPEC


def sized_network(tensors: Tensors) -> SlowglassNetwork:
    """Return a network of the widths that the shapes of its weights tell."""
    return SlowglassNetwork(sizes_of(tensors))


ARCHITECTURE = Architecture(
    name=SPEC.name,
    spec=SPEC,
    sized=sized_network,
    usual=SlowglassNetwork,
    model=SlowglassModel,
)
