"""Random numbers for scenes, repeatable by seed, on any device."""

from __future__ import annotations

import torch
from torch import Tensor


class Chance:
    """Draws for a batch of scenes; the same seed on the same kind of device draws the same."""

    def __init__(self, seed: int, count: int, device: torch.device) -> None:
        """Draw for ``count`` scenes at once."""
        self.count, self.device = count, device
        self._generator = torch.Generator(device).manual_seed(seed)
        self._coin = torch.Generator().manual_seed(seed)

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """Return (count, *shape), even between ``low`` and ``high``."""
        size = (self.count, *shape)
        drawn = torch.rand(size, generator=self._generator, device=self.device)
        return low + (high - low) * drawn

    def normal(self, *shape: int) -> Tensor:
        """Return (count, *shape), mean 0 and variance 1."""
        size = (self.count, *shape)
        return torch.randn(size, generator=self._generator, device=self.device)

    def some(self, share: float, *shape: int) -> Tensor:
        """Return (count, *shape) of 1 in a ``share`` of the places, else 0."""
        return (self.uniform(*shape) < share).float()

    def direction(self, *shape: int) -> Tensor:
        """Return unit vectors (count, *shape, 2)."""
        angle = self.uniform(*shape, high=2 * torch.pi)
        return torch.stack([angle.cos(), angle.sin()], -1)

    def pick(self, count: int) -> int:
        """Return one whole number below ``count`` for all scenes of the batch."""
        return int(torch.randint(count, (1,), generator=self._coin))

    def happens(self, share: float) -> bool:
        """Return True in a ``share`` of the batches."""
        return float(torch.rand(1, generator=self._coin)) < share
