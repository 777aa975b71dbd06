"""What decides the time of a strip: from memory where that can be trusted, else from the API."""

from typing import Any, List, Tuple

import bpy

from ..strip import StripTime
from .strip_interface import read_interface, strip_time
from .strip_memory import Unreadable, read_memory

TESTED_VERSIONS = ((4, 2), (4, 5), (5, 0))


def read_time(scene: Any, strip: Any) -> Tuple[StripTime, List[str]]:
    """Return what decides the time of a movie or image strip, and what the user should know.

    Raises:
        Refusal: Blender does not tell enough.
    """
    version = tuple(bpy.app.version[:2])
    notes = []
    try:
        known = read_memory(bpy, strip)
        if version not in TESTED_VERSIONS:
            notes.append(f"Blender {version[0]}.{version[1]} was not tested; check the timing.")
    except Unreadable as reason:
        known = read_interface(scene, strip)
        notes.append(f"Timing was read through Blender's interface only: {reason}.")
    return strip_time(scene, strip, known), notes


def is_retimed(strip: Any) -> bool:
    """Return whether a strip has retiming keys; Blender shows those of meta strips to nobody."""
    try:
        return bool(read_memory(bpy, strip).keys)
    except Unreadable:
        return bool(getattr(strip, "retiming_keys", ()))
