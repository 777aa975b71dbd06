"""Weights that can be fetched by name: what torchvision publishes, and says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from slowglass.core.errors import UnknownModelError

RAFT_LICENCE = (
    "of the weights not stated by torchvision, whose code is BSD-3-Clause; "
    "trained on data sets that are offered for research"
)
NAMES = ("raft-large", "raft-small")


@dataclass(frozen=True)
class KnownWeights:
    """Where weights are, and how to know them again."""

    name: str
    url: str
    sha256: str
    """Its beginning, as PyTorch's file names carry it."""
    licence: str


def known_weights(name: str) -> KnownWeights:
    """Return where the weights of that name are.

    Raises:
        UnknownModelError: there are none of that name.
    """
    if name not in NAMES:
        raise UnknownModelError(
            f"expected a web address, or one of {', '.join(NAMES)}, got {name!r}",
            hint="slowglass models add FILE takes a checkpoint that you have",
        )
    from torchvision.models.optical_flow import Raft_Large_Weights, Raft_Small_Weights

    weights = Raft_Large_Weights if name == "raft-large" else Raft_Small_Weights
    url = str(weights.DEFAULT.url)
    return KnownWeights(name, url, hash_in(url), RAFT_LICENCE)


def hash_in(url: str) -> str:
    """Return the beginning of the SHA-256 that a file name of PyTorch carries, "" if none."""
    found = re.search(r"-([0-9a-f]{8,64})\.[a-z]+$", url)
    return found[1] if found else ""
