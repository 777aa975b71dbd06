"""The fixture that gives each test a Blender of each version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.host_adapters.blender.bpy_process import VERSIONS, Blender, interpreter
from tests.host_adapters.blender.dummy_worker import png

SOURCE_FRAMES = 20


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


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of grey pictures; that of source frame k has the code 10 + 2 k."""
    folder = tmp_path_factory.mktemp("Zürich 100% #1")
    for k in range(SOURCE_FRAMES):
        (folder / f"shot.{k + 1:04d}.png").write_bytes(png(10 + 2 * k))
    return folder
