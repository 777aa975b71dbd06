"""The weights that come in the package."""

from __future__ import annotations

import hashlib
from pathlib import Path

from slowglass.core.errors import ModelError
from slowglass.core.models.checkpoint import Checkpoint, read_checkpoint
from slowglass.core.models.slowglass_net.spec import SPEC, WEIGHTS

SHA256 = "b63c83f62fb1a49a723347ddc944093065921688ab75bddec40986865229f81f"
"""Of the file; what made it is told in docs/slowglass_model_card.md."""


def shipped_checkpoint(path: Path = WEIGHTS) -> Checkpoint:
    """Return the built-in network's weights, known to be those that were released.

    Raises:
        UnknownModelError: the file is not there.
        ModelError: it is another, or damaged.
    """
    checkpoint = read_checkpoint(path, SPEC.name, SPEC.name)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise ModelError(
            f"expected the weights that came with this version, got a file of digest {found[:12]}",
            path=path,
            hint="install slowglass again",
        )
    return checkpoint
