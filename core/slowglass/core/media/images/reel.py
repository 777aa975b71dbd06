"""The name of the reel that a clip was shot on, as containers and pictures keep it."""

from __future__ import annotations

from dataclasses import replace

from slowglass.core.frames import ClipInfo, Frame
from slowglass.core.media.images.attributes import Attribute

MOVIE_NAME, EXR_NAME = "reel_name", "reelName"


def reel_of(info: ClipInfo) -> str:
    """Return the reel's name, "" where the clip has none."""
    return str(info.metadata.get(MOVIE_NAME) or info.metadata.get(EXR_NAME) or "")


def with_reel(frame: Frame, name: str) -> Frame:
    """Return a frame for EXR that names its reel; one that does already stays as it is."""
    if not name or EXR_NAME in frame.attributes:
        return frame
    attribute = Attribute("string", name)
    return replace(frame, attributes={**frame.attributes, EXR_NAME: attribute})
