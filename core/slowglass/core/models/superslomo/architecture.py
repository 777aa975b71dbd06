"""How checkpoints of Super SloMo are known: those of the public port, and our own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.superslomo.model import SPEC, SuperSloMo, widths_of
from slowglass.core.models.superslomo.network import SuperSloMoNetwork

OUR_PARTS = ("flow.", "interpolation.")
PORT_PARTS = ("state_dictFC.", "state_dictAT.")


def port_name(name: str) -> str:
    """Return the name in the port's checkpoints of a tensor of the network."""
    for ours, theirs in zip(OUR_PARTS, PORT_PARTS, strict=True):
        if name.startswith(ours):
            return theirs + name[len(ours) :]
    return name


def sized_network(
    tensors: Tensors, *, parts: tuple[str, str], legacy_grid: bool
) -> SuperSloMoNetwork:
    """Return a network of the widths that the shapes of its weights tell."""
    widths = [widths_of(_under(tensors, part)) for part in parts]
    return SuperSloMoNetwork(*widths, legacy_grid=legacy_grid)


def _under(tensors: Tensors, prefix: str) -> Tensors:
    """Return the tensors whose names begin with ``prefix``, without it."""
    return {name[len(prefix) :]: t for name, t in tensors.items() if name.startswith(prefix)}


def _architecture(name: str, licence: str, *, of_port: bool) -> Architecture:
    """Return the architecture of either layout."""
    parts = PORT_PARTS if of_port else OUR_PARTS
    return Architecture(
        name=name,
        spec=replace(SPEC, name=name, licence=licence),
        sized=partial(sized_network, parts=parts, legacy_grid=of_port),
        usual=SuperSloMoNetwork,
        model=SuperSloMo,
        stored_name=port_name if of_port else str,
    )


PORT = _architecture(
    "superslomo-port", "MIT code; of the public weights not stated by their author", of_port=True
)
OWN = _architecture("superslomo", "MIT code; of the weights up to who trained them", of_port=False)
