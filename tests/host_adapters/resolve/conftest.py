"""Every test writes to the console of Resolve, and is a user who has no settings yet."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.doubles.resolve import script_console


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """Let the test itself have what a menu script has for stdout; pytest keeps its own."""
    with script_console() as refused:
        result = yield
    assert refused == [], "written from another thread than the script's"
    return result


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    return home
