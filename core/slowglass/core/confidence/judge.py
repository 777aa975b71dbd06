"""How far a made frame is to be trusted, seen from its field and the two frames alone.

No model is asked: whatever made the field, the places that it names are compared. Where both sides
show the same thing, along one way there and back, a frame is what a camera would have seen. The
numbers were found on real frames whose true in-betweens are known (decision 0019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.confidence.compare import evidence
from slowglass.core.field import WarpField

VISIBLE = 0.05
"""Root-mean-square difference from the true frame (of 0..1) below which one is good."""

WEIGHTS = (-0.347, 0.776, 0.156, 0.100)
"""Of one and of what `evidence` gives, for the logarithm of the expected difference."""

FRAME_STEEPNESS, PART_STEEPNESS = (6.28, -1.13), (3.62, 0.10)
"""How surely a difference is below `VISIBLE`, by how far its logarithm is expected below: slope and
start of a logistic curve, for a whole frame and for a part."""


@dataclass(frozen=True)
class Confidence:
    """How far one made frame is to be trusted."""

    value: float
    """0..1: how probable it is that it differs from the true frame by less than `VISIBLE`."""
    map: NDArray[np.float32]
    """(rows, columns), 0..1: the same of each part of the picture, at most 32 by 32 parts."""


def confidence_of(field: WarpField, left: Tensor, right: Tensor, t: float | Tensor) -> Confidence:
    """Return how far a frame made by ``field`` is to be trusted.

    Args:
        field: of batch 1, at any size.
        left: (1, 3, H, W) display-like RGB in 0..1, as models see it.
        right: like ``left``.
        t: time of the frame, or of each line of the field, (H, 1) or (1, W); neither 0 nor 1.
    """
    weights = torch.tensor(WEIGHTS, device=left.device)
    seen = evidence(field, left, right, t)
    expected = weights[0] + (weights[1:, None, None] * seen).sum(0)
    whole = expected.mul(2).exp().mean().log() / 2
    parts = _below(expected, PART_STEEPNESS).cpu().numpy()
    return Confidence(float(_below(whole, FRAME_STEEPNESS)), parts)


def _below(expected: Tensor, steepness: tuple[float, float]) -> Tensor:
    """Return how surely a difference is below `VISIBLE`, from its expected logarithm."""
    slope, start = steepness
    below: Tensor = torch.sigmoid(slope * (float(np.log(VISIBLE)) - expected) + start)
    return below
