"""The Blender extension: built as one zip, put into the user's Blender folders, taken away."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from slowglass.core.errors import MissingInputError, OutputError
from slowglass.core.own_files import refuse_strangers
from slowglass.core.version import __version__
from slowglass.plugin.host_files import adapter_folder, in_host_files, licence_texts, zipped

OLDEST = (4, 2)
"""The first Blender that has extensions."""
REPOSITORY = Path("extensions", "user_default")
"""Where Blender keeps what the user installs from disk, in the folder of each version."""
NAME = "slowglass"
ENTRY = b'''# SPDX-License-Identifier: GPL-3.0-or-later
"""Slowglass: slow strips down with frames made from the motion in them."""

from .host_adapters.blender import register, unregister

__all__ = ["register", "unregister"]
'''


def extension_zip() -> bytes:
    """Return the extension, as Blender installs it from a file or by drag and drop."""
    manifest = (adapter_folder("blender") / "blender_manifest.toml.in").read_text(encoding="utf-8")
    manifest = manifest.replace("@VERSION@", __version__)
    files = {"__init__.py": ENTRY, "blender_manifest.toml": manifest.encode("utf-8")}
    licences = licence_texts("GPL-3.0-or-later", "Apache-2.0")
    return zipped({**files, **licences, **dict(in_host_files("blender"))})


def build_blender(folder: Path) -> Path:
    """Write the extension into a folder and return its path.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"slowglass-{__version__}-blender.zip"
    refuse_strangers((target,), b"blender_manifest.toml")
    target.write_bytes(extension_zip())
    return target


def user_folders() -> list[Path]:
    """Return the user's folder of each Blender that has extensions and was started once."""
    named = os.environ.get("BLENDER_USER_RESOURCES")
    if named:
        return [Path(named)]
    found = [folder for base in _bases() if base.is_dir() for folder in base.iterdir()]
    return sorted(folder for folder in found if _version(folder.name) >= OLDEST)


def install_blender() -> list[Path]:
    """Put the extension into each of the user's Blender folders and return where it lies.

    Raises:
        MissingInputError: there is no such folder.
        OutputError: one cannot be written.
    """
    folders = user_folders()
    if not folders:
        raise MissingInputError(
            "expected the settings of a Blender 4.2 or newer, found none",
            hint="start Blender once; or slowglass host build blender, and drag the zip into it",
        )
    return [_install(folder / REPOSITORY) for folder in folders]


def uninstall_blender() -> list[Path]:
    """Take the extension out of each of the user's Blender folders; return where it lay.

    Raises:
        OutputError: it cannot be removed.
    """
    removed = []
    for folder in user_folders():
        target = folder / REPOSITORY / NAME
        if target.is_dir():
            _remove(target)
            removed.append(target)
    return removed


def _install(repository: Path) -> Path:
    """Unpack the extension beside its place, then put it there whole."""
    target, part = repository / NAME, repository / f".{NAME}.part"
    try:
        repository.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(extension_zip())) as archive:
            archive.extractall(part)
        if target.is_dir():
            _remove(target)
        part.rename(target)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=repository) from error
    return target


def _remove(target: Path) -> None:
    """Remove an installed extension."""
    try:
        shutil.rmtree(target)
    except OSError as error:
        hint = "close Blender, then try again"
        raise OutputError(f"cannot be removed: {error.strerror}", path=target, hint=hint) from error


def _bases() -> list[Path]:
    """Return the folders that hold one folder for each version of Blender."""
    home = Path.home()
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or home / "AppData" / "Roaming"
        return [Path(base, "Blender Foundation", "Blender")]
    if sys.platform == "darwin":
        return [home / "Library" / "Application Support" / "Blender"]
    settings = os.environ.get("XDG_CONFIG_HOME") or home / ".config"
    flatpak = home / ".var" / "app" / "org.blender.Blender" / "config"
    return [Path(settings, "blender"), flatpak / "blender"]


def _version(name: str) -> tuple[int, int]:
    """Return the version that a folder is named after; (0, 0) if it is none."""
    match = re.fullmatch(r"(\d+)\.(\d+)", name)
    return (int(match[1]), int(match[2])) if match else (0, 0)
