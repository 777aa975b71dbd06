"""The fixture that gives each test a Blender of each version."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.host_adapters.blender.bpy_process import VERSIONS, Blender, interpreter


@pytest.fixture(scope="session", params=VERSIONS)
def blender(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Blender]:
    """A Blender that is started when the first test needs it; skips where there is none."""
    python = interpreter(request.param)
    if python is None:
        pytest.skip(f"bpy {request.param} is not installed; python3 dev.py test installs it")
    blender = Blender(request.param, python, tmp_path_factory.mktemp(f"blender {request.param} é"))
    yield blender
    blender.close()
