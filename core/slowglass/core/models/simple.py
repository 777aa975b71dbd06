"""The two models that look at nothing: `nearest` repeats a frame, `blend` cross-fades."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.interface import ModelSpec


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


def nearest() -> StillModel:
    """Return the model that repeats the nearest frame."""
    title = "repeats the nearer frame; for stepped motion, and to compare with"
    spec = ModelSpec("nearest", title, "Apache-2.0", needs_pictures=False)
    return StillModel(spec, fade=False)


def blend() -> StillModel:
    """Return the model that fades from one frame to the next."""
    title = "cross-fades; no artefacts but ghosts, for smoke, water and light"
    return StillModel(ModelSpec("blend", title, "Apache-2.0", needs_pictures=False), fade=True)
