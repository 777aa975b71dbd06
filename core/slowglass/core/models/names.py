"""Names of models that are needed where loading torch would take too long."""

from __future__ import annotations

DEFAULT_MODEL = "flow"
"""The better one of the built-in models; docs/slowglass_model_card.md says by how much."""
