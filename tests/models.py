"""Checkpoints for tests: networks of the real architectures, small and with random weights."""

from __future__ import annotations

from pathlib import Path

import torch

from slowglass.core.models.superslomo.network import SuperSloMoNetwork
from slowglass.core.models.superslomo.unet import Widths

WIDTHS = Widths((4, 6, 8, 10, 12, 14))


def small_network(seed: int = 0) -> SuperSloMoNetwork:
    """Super SloMo of a few channels."""
    torch.manual_seed(seed)
    return SuperSloMoNetwork(WIDTHS, WIDTHS)


def small_checkpoint(path: Path, seed: int = 0) -> Path:
    """Write a small network as a checkpoint of ours, a PyTorch file."""
    torch.save(small_network(seed).state_dict(), path)
    return path
