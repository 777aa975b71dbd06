"""Thin adapters between editors and the engine process."""
