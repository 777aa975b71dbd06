"""The whole project passes mypy's strict checks, with the settings in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).resolve().parents[1]


def test_types_are_consistent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report, errors, exit_code = api.run([])
    assert exit_code == 0, report + errors
