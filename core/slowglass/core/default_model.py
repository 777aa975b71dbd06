"""Which built-in model is meant where none is named; apart, so that help loads nothing more."""

DEFAULT_MODEL = "flow"
"""The better one of the built-in models; docs/slowglass_model_card.md says by how much."""
