"""What `vectors` says of itself; to list it takes no torch."""

from __future__ import annotations

from slowglass.core.models.spec import ModelSpec

SPEC = ModelSpec(
    name="vectors",
    title="motion vectors and depth from the frames' own channels; for rendered EXR",
    licence="Apache-2.0",
)
