"""Every test writes to the console of Resolve, and is a user without settings or a desktop."""

from __future__ import annotations

import os
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
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("open", "xdg-open"):
        (programs / name).write_text('#!/bin/sh\necho "$1" >> "$HOME/opened"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs) + os.pathsep + os.environ["PATH"])
    return home
