"""The name of the reel that a clip was shot on, as containers and pictures keep it."""

from __future__ import annotations

from slowglass.core.frames import ClipInfo

REEL_OF_MOVIE, REEL_OF_EXR = "reel_name", "reelName"


def reel_of(info: ClipInfo) -> str:
    """Return the reel's name, "" where the clip has none."""
    return str(info.metadata.get(REEL_OF_MOVIE) or info.metadata.get(REEL_OF_EXR) or "")
