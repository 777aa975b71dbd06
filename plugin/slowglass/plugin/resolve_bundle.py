"""The files of the Resolve adapter: scripts for the menu, and one zip with the rest."""

from __future__ import annotations

from pathlib import Path

from slowglass.core.own_files import refuse_strangers
from slowglass.core.version import __version__
from slowglass.plugin.host_files import adapter_folder, in_host_files, licence_texts, zipped

ROOT_PACKAGE = "slowglass_host"
"""As the menu scripts import it."""
HOST_ZIP = "slowglass_host.zip"
PATH_FILE = "resolve_bundle.txt"
"""In the user's settings folder: the path of `HOST_ZIP`, where the menu scripts look for it."""
MENU_FOLDER = "Slowglass"
"""Submenu of Workspace > Scripts."""
MENU_ENTRIES = (
    "Retime",
    "Slow to half speed",
    "Slow to quarter speed",
    "Slow to eighth speed",
    "Fill existing retime",
    "Draw speed",
    "Retime as drawn",
    "Place finished frames",
    "Review result",
    "Blend frame at playhead",
    "Hold frame at playhead",
    "Undo mend at playhead",
    "Show mended frames",
    "Smoke test",
)


def menu_scripts() -> dict[str, bytes]:
    """Return the scripts of the menu by file name."""
    template = (adapter_folder("resolve") / "menu_script.py.in").read_text(encoding="utf-8")
    return {
        f"{entry}.py": template.replace("@ENTRY@", entry).encode("utf-8") for entry in MENU_ENTRIES
    }


def host_zip() -> bytes:
    """Return the zip that the menu scripts import from."""
    files = {f"{ROOT_PACKAGE}/{name}": content for name, content in in_host_files("resolve")}
    return zipped({f"{ROOT_PACKAGE}/__init__.py": b"", **files})


def build_resolve(folder: Path) -> Path:
    """Write everything as one zip into a folder and return its path.

    Raises:
        OSError: it cannot be written.
    """
    files = {f"{MENU_FOLDER}/{name}": script for name, script in menu_scripts().items()}
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"slowglass-{__version__}-resolve.zip"
    refuse_strangers((target,), f"{MENU_FOLDER}/".encode())
    target.write_bytes(zipped({**files, HOST_ZIP: host_zip(), **licence_texts("Apache-2.0")}))
    return target
