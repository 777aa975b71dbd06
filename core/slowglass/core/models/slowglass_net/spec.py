"""What the built-in network says of itself; to list it takes neither torch nor weights."""

from __future__ import annotations

from pathlib import Path

from slowglass.core.models.spec import ModelSpec

STRIDE = 8
"""Pixels between the samples of the coarser flows, at the level's own size."""

WEIGHTS = Path(__file__).parent / "weights" / "slowglass.safetensors"

SPEC = ModelSpec(
    name="slowglass",
    title="our own network: motion once for a pair, a light step for each new frame",
    licence="Apache-2.0",
    multiple_of=STRIDE,
    minimum_size=2 * STRIDE,
)
