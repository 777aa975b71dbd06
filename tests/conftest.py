"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from slowglass.core import kernels
from slowglass.core.models.library import FOLDER_VARIABLE
from tests.rendered_set import rendered_set

__all__ = ["rendered_set"]


@pytest.fixture(scope="session", autouse=True)
def no_models_installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a quality means does not depend on what the machine's user has installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("no-models")))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_before() -> None:
    """What a retime tells does not depend on whether this machine has compiled the kernels yet."""
    if not kernels.are_kept():
        kernels.compile_kernels()
