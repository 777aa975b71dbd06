"""The models that are built in: what each is, and how it is made.

To list them loads no torch, no OpenCV and no weights; what is heavy is imported where one is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slowglass.core.models import flow, slowglass_net, vectors
from slowglass.core.models.spec import ModelSpec

if TYPE_CHECKING:
    import torch

    from slowglass.core.models.interface import AnyModel


@dataclass(frozen=True)
class BuiltIn:
    """A model that needs nothing but its name."""

    spec: ModelSpec
    make: Callable[[torch.device], AnyModel]
    """Makes it; what weights it holds lie on that device."""


NEAREST = ModelSpec(
    name="nearest",
    title="repeats the nearer frame; for stepped motion, and to compare with",
    licence="Apache-2.0",
    needs_pictures=False,
)
BLEND = ModelSpec(
    name="blend",
    title="cross-fades; no artefacts but ghosts, for smoke, water and light",
    licence="Apache-2.0",
    needs_pictures=False,
)


def _nearest(_: torch.device) -> AnyModel:
    from slowglass.core.models.simple import StillModel

    return StillModel(NEAREST, fade=False)


def _blend(_: torch.device) -> AnyModel:
    from slowglass.core.models.simple import StillModel

    return StillModel(BLEND, fade=True)


def _flow(_: torch.device) -> AnyModel:
    return flow.FlowModel()


def _network(device: torch.device) -> AnyModel:
    return slowglass_net.shipped_checkpoint().load(device)


def _vectors(_: torch.device) -> AnyModel:
    from slowglass.core.vector_layout import parse_layout

    return vectors.VectorModel(parse_layout(""))


BUILT_IN = {
    one.spec.name: one
    for one in (
        BuiltIn(NEAREST, _nearest),
        BuiltIn(BLEND, _blend),
        BuiltIn(flow.SPEC, _flow),
        BuiltIn(slowglass_net.SPEC, _network),
        BuiltIn(vectors.SPEC, _vectors),
    )
}
