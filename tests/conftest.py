"""Fixtures for all tests."""

from __future__ import annotations

from tests.rendered_set import rendered_set

__all__ = ["rendered_set"]
