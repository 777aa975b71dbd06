"""Where compiled code is kept for the next start; to know it loads no compiler."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs

Kind = Literal["light", "data", "layers"]
"""Compiled together: motion and what is mixed as light; surfaces and cryptomattes; mattes and depth
that say what is in front."""


@cache
def kept_folder() -> Path:
    """Return where compiled code belongs, whether or not it can be written there.

    numba looks at the file of a loop alone, so the name tells all files of this room apart.
    """
    sources = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        sources.update(path.read_bytes())
    kept = Path(platformdirs.user_cache_dir("slowglass", appauthor=False))
    return kept / "kernels" / sources.hexdigest()[:16]


@cache
def cache_folder() -> Path | None:
    """Return where compiled code is read and written; None where there is nothing for it.

    What lies where nothing can be written is copied: numba writes beside what it reads.
    """
    folder = kept_folder()
    if is_writable():
        return folder
    if not any(folder.rglob("*.nbc")):
        return None
    copied = Path(tempfile.mkdtemp(prefix="slowglass-kernels-"))
    atexit.register(shutil.rmtree, copied, ignore_errors=True)
    shutil.copytree(folder, copied, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for path in (copied, *copied.rglob("*/")):
        path.chmod(0o700)
    return copied


@cache
def is_writable() -> bool:
    """Return whether what is compiled can be kept."""
    try:
        kept_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(kept_folder(), os.W_OK)


def are_kept(kind: Kind = "light") -> bool:
    """Return whether code of a kind was compiled before and is there to be used."""
    folder = cache_folder()
    return folder is not None and (folder / kind).is_file()


def mark_kept(kind: Kind) -> None:
    """Note that all code of a kind is compiled."""
    folder = cache_folder()
    if folder is not None:
        (folder / kind).touch()
