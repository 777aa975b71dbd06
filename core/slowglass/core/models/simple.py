"""The two models that look at nothing: `nearest` repeats a frame, `blend` cross-fades."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.spec import ModelSpec


@dataclass(frozen=True)
class NoMotion:
    """Size and device of a pair; nothing moves."""

    height: int
    width: int
    device: torch.device


class StillModel:
    """Zero flow everywhere; the weights are a function of t alone."""

    def __init__(self, spec: ModelSpec, *, fade: bool) -> None:
        """Cross-fade, or switch from left to right in the middle."""
        self._spec = spec
        self._fade = fade

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        return self._spec

    def estimate(self, left: Tensor, right: Tensor) -> NoMotion:
        """Return the size of the pair."""
        return NoMotion(left.shape[-2], left.shape[-1], left.device)

    def field(self, motion: NoMotion, t: Tensor) -> WarpField:
        """Return zero flow, weighted by time."""
        t = t.to(motion.device, torch.float32)
        right = t if self._fade else (t >= 0.5).float()
        weight = torch.stack([1 - right, right], 1)[:, :, None, None]
        size = (motion.height, motion.width)
        return WarpField(
            sides=(LEFT, RIGHT),
            flow=torch.zeros(len(t), 2, 2, *size, device=motion.device),
            weight=weight.expand(-1, -1, *size),
        )
