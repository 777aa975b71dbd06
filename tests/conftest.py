"""Fixtures for all tests."""

from __future__ import annotations

import pytest

from slowglass.core import kernels
from tests.rendered_set import rendered_set

__all__ = ["rendered_set"]


@pytest.fixture(scope="session", autouse=True)
def compiled_before() -> None:
    """What a retime tells does not depend on whether this machine has compiled the kernels yet."""
    if not kernels.are_kept():
        kernels.compile_kernels()
