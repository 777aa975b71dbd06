"""The sample clip that comes with Slowglass: a short OpenEXR sequence, and a movie with sound."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def sample_folder() -> Path:
    """The folder with ``sample.1001.exr`` to ``sample.1012.exr`` and ``sample.mp4``."""
    return Path(str(files(__name__)))
