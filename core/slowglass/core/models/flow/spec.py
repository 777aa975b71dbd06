"""What `flow` says of itself; to list it takes no OpenCV."""

from __future__ import annotations

from slowglass.core.models.spec import ModelSpec

SMALLEST_SIDE = 32
"""OpenCV's search refuses pictures much smaller than this."""

SPEC = ModelSpec(
    name="flow",
    title="classical optical flow; needs no weights and no GPU",
    licence="Apache-2.0",
    minimum_size=SMALLEST_SIDE,
    largest_proxy=1280,
    estimates_on="cpu",
)
