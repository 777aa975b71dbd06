"""The Resolve adapter on this machine: menu scripts where Resolve looks, the rest in our folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from slowglass.core.errors import OutputError
from slowglass.plugin import resolve_bundle
from slowglass.plugin.protocol.engine_file import settings_path

PAGES = "Utility"
"""The folder of scripts that Resolve shows on all its pages."""
HOST_FOLDER = "resolve"
"""In the user's settings: where the zip lies."""


def menu_folder() -> Path:
    """Return the submenu's folder among the scripts of this user."""
    home = Path.home()
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA") or home / "AppData" / "Roaming"
        base = Path(roaming, "Blackmagic Design", "DaVinci Resolve", "Support")
    elif sys.platform == "darwin":
        support = home / "Library" / "Application Support"
        base = support / "Blackmagic Design" / "DaVinci Resolve"
    else:
        data = os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"
        base = Path(data, "DaVinciResolve")
    return base / "Fusion" / "Scripts" / PAGES / resolve_bundle.MENU_FOLDER


def install_resolve() -> list[Path]:
    """Install, or update, the menu scripts and what they import; return their folder and the zip.

    Raises:
        OutputError: a file cannot be written.
    """
    bundle = Path(settings_path(HOST_FOLDER), resolve_bundle.HOST_ZIP)
    _write(bundle, resolve_bundle.host_zip())
    _write(Path(settings_path(resolve_bundle.PATH_FILE)), f"{bundle}\n".encode())
    folder = menu_folder()
    for name, script in resolve_bundle.menu_scripts().items():
        _write(folder / name, script)
    return [folder, bundle]


def uninstall_resolve() -> list[Path]:
    """Remove what `install_resolve` wrote and nothing else; return what was removed.

    Raises:
        OutputError: a file cannot be removed.
    """
    folder = menu_folder()
    ours = [folder / name for name in resolve_bundle.menu_scripts()]
    ours.append(Path(settings_path(HOST_FOLDER), resolve_bundle.HOST_ZIP))
    ours.append(Path(settings_path(resolve_bundle.PATH_FILE)))
    removed = [path for path in ours if path.is_file()]
    for path in removed:
        try:
            path.unlink()
        except OSError as error:
            raise OutputError(f"cannot be removed: {error.strerror}", path=path) from error
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return removed


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, so that a script that starts meanwhile finds the old or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=path) from error
