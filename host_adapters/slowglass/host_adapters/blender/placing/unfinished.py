"""Strips that were left half grown, and how a strip is taken away."""

from typing import Any, List, Tuple

import bpy

from ..compat import all_strips, strips_of
from ..timeline import owner_of
from . import provenance
from .animation import remove_animation


def unfinished_strips() -> List[Tuple[Any, Any]]:
    """Return (scene, strip) for each strip that was left half grown."""
    return [
        (scene, strip)
        for scene in bpy.data.scenes
        if scene.sequence_editor is not None
        for strip in all_strips(scene.sequence_editor)
        if provenance.UNFINISHED in strip
    ]


def remove_unfinished() -> None:
    """Take away every strip that was left half grown."""
    for scene, strip in unfinished_strips():
        remove_strip(scene, strip)


def remove_strip(scene: Any, strip: Any) -> None:
    """Take a strip and its animation away."""
    remove_animation(scene, strip)
    strips_of(owner_of(scene, strip)).remove(strip)
