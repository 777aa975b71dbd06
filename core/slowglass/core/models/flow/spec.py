"""What `flow` says of itself; to list it takes no OpenCV."""

from __future__ import annotations

from slowglass.core.models.spec import ModelSpec

SMALLEST_SIDE = 32
"""OpenCV's search refuses pictures much smaller than this."""

LARGEST_PROXY = 640
"""Motion is found, trusted and projected at this width: what OpenCV's search looked at when it was
given twice as much, in a third of the time."""

SPEC = ModelSpec(
    name="flow",
    title="classical optical flow; needs no weights and no GPU",
    licence="Apache-2.0",
    minimum_size=SMALLEST_SIDE,
    largest_proxy=LARGEST_PROXY,
    estimates_on="cpu",
)
