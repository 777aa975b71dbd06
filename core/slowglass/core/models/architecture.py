"""What an architecture states of itself, so that a checkpoint finds its network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from slowglass.core.models.interface import Interpolator
from slowglass.core.models.spec import ModelSpec

Tensors = Mapping[str, Tensor]

UNDEDUCED = (LookupError, ValueError, TypeError, ArithmeticError, RuntimeError)
"""What reading sizes from the wrong tensors may end in."""

SHOWN_NAMES = 3


@dataclass(frozen=True)
class Difference:
    """How the tensors of a checkpoint differ from those that a network of their sizes has."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    other_shape: tuple[str, ...]
    likeness: float
    """0..1, the part of all names, of either, that both have with the same shape."""

    def __bool__(self) -> bool:
        """Return whether there is any difference."""
        return bool(self.missing or self.unknown or self.other_shape)

    def __str__(self) -> str:
        parts = [
            ("lacks", self.missing),
            ("has besides", self.unknown),
            ("has other shapes of", self.other_shape),
        ]
        return "; ".join(f"it {verb} {_listed(names)}" for verb, names in parts if names)


@dataclass(frozen=True)
class Architecture:
    """A network with the names and shapes of its tensors.

    The contract: `detect` says yes to a checkpoint if and only if its tensors are exactly those of
    a network of the sizes that their shapes tell. None may be missing, be there besides, or have
    another shape. So at most one architecture says yes, and what it said yes to can be loaded.
    """

    name: str
    """What ``--arch`` takes."""
    spec: ModelSpec
    """Of any model of this architecture; name and title are made the checkpoint's own."""
    sized: Callable[[Tensors], nn.Module]
    """Makes a network of the sizes that the shapes of a checkpoint's tensors tell."""
    usual: Callable[[], nn.Module]
    """Makes a network of usual sizes: it tells the names where sizes cannot be told."""
    model: Callable[[Any, ModelSpec], Interpolator[Any]]
    """Wraps a network for the engine."""
    stored_name: Callable[[str], str] = str
    """Gives the name that a tensor of the network has in checkpoints."""
    training_only: tuple[str, ...] = ()
    """How names begin of tensors that checkpoints may hold and the network does not use."""
    version: Callable[[str], str] = lambda path: ""
    """Says for people which version a path names; raises `ModelError` for one of other tensors."""
    recognise: Callable[[Tensors], str] = lambda tensors: ""
    """Describes a relative of this architecture that is not supported; "" for anything else."""

    def detect(self, tensors: Tensors) -> bool:
        """Return whether ``tensors`` are those of this architecture, all of them and no others."""
        return not self.difference(tensors)

    def difference(self, tensors: Tensors) -> Difference:
        """Return what keeps ``tensors`` from being those of this architecture."""
        given = self.useful(tensors)
        expected = {
            self.stored_name(name): tensor.shape for name, tensor in self._outline(given).items()
        }
        common = [name for name in expected if name in given]
        alike = [name for name in common if given[name].shape == expected[name]]
        return Difference(
            missing=tuple(name for name in expected if name not in given),
            unknown=tuple(name for name in given if name not in expected),
            other_shape=tuple(name for name in common if name not in alike),
            likeness=len(alike) / len(expected.keys() | given.keys()),
        )

    def load(self, tensors: Tensors, spec: ModelSpec, device: torch.device) -> Interpolator[Any]:
        """Return the model of ``tensors``, which `detect` knows, as float32 on ``device``."""
        given = self.useful(tensors)
        network = _without_values(lambda: self.sized(given))
        values = {name: given[self.stored_name(name)] for name in network.state_dict()}
        network.load_state_dict(values, strict=True, assign=True)
        return self.model(network.to(device=device, dtype=torch.float32), spec)

    def _outline(self, given: Tensors) -> Tensors:
        """Return the tensors, without values, of a network of the sizes that are told."""
        try:
            return _without_values(lambda: self.sized(given)).state_dict()
        except UNDEDUCED:
            return _without_values(self.usual).state_dict()

    def useful(self, tensors: Tensors) -> dict[str, Tensor]:
        """Return the tensors without those that only training used, and without its wrapper."""
        plain = without_wrapper(tensors)
        return {name: t for name, t in plain.items() if not name.startswith(self.training_only)}


def without_wrapper(tensors: Tensors) -> Tensors:
    """Return ``tensors`` without the ``module.`` of PyTorch's parallel training, if all have it."""
    prefix = "module."
    if not all(name.startswith(prefix) for name in tensors):
        return tensors
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items()}


def _without_values(make: Callable[[], nn.Module]) -> nn.Module:
    """Make a network whose weights have shapes but no values."""
    with torch.device("meta"):
        return make()


def _listed(names: tuple[str, ...]) -> str:
    """Return the first of some names and how many more there are."""
    shown = ", ".join(names[:SHOWN_NAMES])
    more = len(names) - SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
