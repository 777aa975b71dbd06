"""Where the rendered set lies."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def rendered_set_folder() -> Path:
    """The folder that ``SLOWGLASS_RENDERED_SET`` names, or else one in the user's cache."""
    named = os.environ.get("SLOWGLASS_RENDERED_SET")
    if named:
        return Path(named)
    return Path(platformdirs.user_cache_dir("slowglass", appauthor=False)) / "rendered"
