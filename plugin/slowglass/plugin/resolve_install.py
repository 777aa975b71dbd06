"""The Resolve adapter on this machine: menu scripts where Resolve looks, the rest in our folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from slowglass.plugin import resolve_bundle
from slowglass.plugin.owned_files import Changed, OwnedFiles
from slowglass.plugin.protocol.engine_file import settings_path, settings_paths

PAGES = "Utility"
"""The folder of scripts that Resolve shows on all its pages."""
HOST_FOLDER = "resolve"
"""In the user's settings: where the zip lies."""
APP_STORE = "com.blackmagic-design.DaVinciResolve*"
"""Folder of builds from Apple's App Store among the containers of programs that are shut off."""
INSTALLED = "installed.json"
"""In `HOST_FOLDER`: what was written, and where."""


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
        base = home / ".local" / "share" / "DaVinciResolve"
    return base / "Fusion" / "Scripts" / PAGES / resolve_bundle.MENU_FOLDER


def next_step() -> str:
    """Return what the user does after the installation."""
    step = (
        "Restart DaVinci Resolve; the commands are in Workspace > Scripts > Slowglass, "
        "in some versions in Workspace > Scripts > Utility > Slowglass."
    )
    containers = Path.home() / "Library" / "Containers"
    if sys.platform == "darwin" and any(containers.glob(APP_STORE)):
        step += (
            " The DaVinci Resolve of Apple's App Store cannot: it is shut off from other programs. "
            "Use the one from Blackmagic Design's site, or: slowglass resolve --otio"
        )
    return step


def install_resolve() -> Changed:
    """Install, or update, the menu scripts and what they import.

    Raises:
        OutputError: a file cannot be written.
    """
    bundle = Path(settings_path(HOST_FOLDER), resolve_bundle.HOST_ZIP)
    wanted = {
        bundle: resolve_bundle.host_zip(),
        **{Path(path): f"{bundle}\n".encode() for path in settings_paths(resolve_bundle.PATH_FILE)},
    }
    folder = menu_folder()
    for name, script in resolve_bundle.menu_scripts().items():
        wanted[folder / name] = script
    return _owned().replace_all(wanted)


def uninstall_resolve() -> Changed:
    """Remove what `install_resolve` wrote and nobody changed, and nothing else.

    Raises:
        OutputError: a file cannot be removed.
    """
    changed = _owned().remove_all()
    folder = menu_folder()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return changed


def _owned() -> OwnedFiles:
    """Return what is installed."""
    return OwnedFiles(Path(settings_path(HOST_FOLDER), INSTALLED))
