"""Questions to a real Resolve, asked by the menu entry "Smoke test"."""

from .report import SMOKE_TEST, smoke_test

__all__ = ["SMOKE_TEST", "smoke_test"]
