"""Where compiled code is kept for the next start; to know it loads no compiler."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import platformdirs


@cache
def cache_folder() -> Path | None:
    """Return where compiled code is kept; None where nothing can be written.

    numba looks at the file of a loop alone, so the name tells all files of this room apart.
    """
    sources = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        sources.update(path.read_bytes())
    kept = Path(platformdirs.user_cache_dir("slowglass", appauthor=False))
    folder = kept / "kernels" / sources.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def are_kept() -> bool:
    """Return whether code was compiled before and is there to be used."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob("*.nbc"))
