"""Which files the frames are stored in, and which colour space a strip over them is set to.

Copied frames must look as the source strip does, in-betweens fit in. A source of display code
stays display code, 16 bits deep, under the name of the source's colour space; linear light
stays linear light.
"""

import os
from dataclasses import dataclass
from typing import Any, Dict

AUTOMATIC, PNG, EXR = "AUTOMATIC", "PNG", "EXR"
DISPLAY_SPACE, LINEAR_SPACE = "sRGB", "Linear Rec.709"
LINEAR_SUFFIXES = (".exr",)


@dataclass(frozen=True)
class FrameFormat:
    """How frames are stored."""

    suffix: str
    colour_space: str
    """Of the strip that shows them, by Blender's name."""
    options: Dict[str, str]
    """The ``format`` of the engine's job."""
    note: str = ""
    """What could not be as it was asked for."""


def choose_format(wanted: str, source: str, kind: str, colour_space: str) -> FrameFormat:
    """Return the format of a result.

    Args:
        wanted: `AUTOMATIC`, `PNG` or `EXR`.
        source: path of the movie or pattern of the sequence.
        kind: "movie" or "image".
        colour_space: that the source strip is set to.
    """
    if os.path.splitext(source)[1].lower() in LINEAR_SUFFIXES:
        note = "PNG cannot hold what EXR does: the frames are EXR." if wanted == PNG else ""
        return FrameFormat(".exr", colour_space, {}, note)
    if wanted == EXR and colour_space == DISPLAY_SPACE:
        return FrameFormat(".exr", LINEAR_SPACE, {"sample_type": "half"})
    note = ""
    if wanted == EXR:
        note = f"EXR is for sources in {DISPLAY_SPACE}; this is {colour_space}: the frames are PNG."
    return FrameFormat(".png", colour_space, {"sample_type": "uint16"}, note)


def media_strip(strip: Any) -> Any:
    """Return the strip that shows the file: below a Speed Control effect its input."""
    while strip.type == "SPEED" and strip.input_1 is not None:
        strip = strip.input_1
    return strip
