"""From a checkpoint to a model: what it is, and loading it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.interface import Interpolator
from slowglass.core.models.known_files import known_file
from slowglass.core.models.library import ARCHITECTURE_KEY, LICENCE_KEY, TITLE_KEY
from slowglass.core.models.registry import identify
from slowglass.core.models.spec import ModelSpec
from slowglass.core.models.weights import read_weights


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint whose architecture is known."""

    architecture: Architecture
    tensors: Tensors
    """Those that the network has, by the names that its checkpoints give them."""
    spec: ModelSpec
    version: str
    """For people, where the architecture has several: "RIFE 4.26"; else nothing."""

    def load(self, device: torch.device) -> Interpolator[Any]:
        """Return the model, on ``device``."""
        return self.architecture.load(self.tensors, self.spec, device)

    @property
    def parameters(self) -> int:
        """How many numbers the checkpoint holds."""
        return sum(tensor.numel() for tensor in self.tensors.values())


def read_checkpoint(path: Path, name: str = "", architecture: str = "") -> Checkpoint:
    """Return what the checkpoint at ``path`` is; no code of it is run.

    Args:
        path: of a file of PyTorch or safetensors.
        name: what to call the model; "": as the file.
        architecture: which it must be; "": what the file says, else whichever its tensors are of.

    Raises:
        UnknownModelError: there is no such file or architecture.
        ModelError: it is no checkpoint, damaged, or of no architecture that is known.
    """
    weights = read_weights(path)
    said = architecture or str(weights.metadata.get(ARCHITECTURE_KEY, ""))
    found = identify(weights.tensors, str(path), said)
    known = known_file(path)
    version = known.version if known else "" if said else found.version(str(path))
    licence = known.licence if known else found.spec.licence
    family, colon, rest = found.spec.title.partition(":")
    title = weights.metadata.get(TITLE_KEY) or f"{version or family}{colon}{rest}"
    spec = replace(
        found.spec,
        name=name or path.name,
        title=str(title),
        licence=str(weights.metadata.get(LICENCE_KEY) or licence),
    )
    return Checkpoint(found, found.useful(weights.tensors), spec, version)
