"""The sound strips that belong to a movie strip."""

import os
from typing import Any, List

import bpy

from ..compat import strips_of
from ..handles import start_of
from ..identity import PIECE_PROPERTY
from ..timeline import owner_of


def sounds_of(scene: Any, strip: Any, source: str) -> List[Any]:
    """Return the sound strips beside a movie strip: the same file, the same start.

    To a piece of a movie strip belong pieces of its sound.
    """
    return [
        other
        for other in strips_of(owner_of(scene, strip))
        if other.type == "SOUND"
        and other.sound is not None
        and os.path.normpath(bpy.path.abspath(other.sound.filepath)) == os.path.normpath(source)
        and start_of(other) == start_of(strip)
        and (PIECE_PROPERTY in other) == (PIECE_PROPERTY in strip)
    ]
