"""Finding a strip again after undo, after the file was loaded, under another name.

Blender's strips are pointers that an undo makes invalid. So a strip is marked by a custom property,
and found by it; where an undo took the mark away, by its name and by what it shows.
"""

import os
import uuid
from typing import Any, Dict, Iterator, Optional, Tuple

import bpy

from .compat import all_strips

ID_PROPERTY = "slowglass_id"
PIECE_PROPERTY = "slowglass_piece"
"""On the copies that show what lies before and after a part that was retimed."""

Reference = Dict[str, str]
"""Says which strip is meant; plain text, so that it can be kept anywhere."""


def refer_to(scene: Any, strip: Any) -> Reference:
    """Return a reference to a strip; it lasts once the strip is marked."""
    mark = strip.get(ID_PROPERTY, "")
    if not mark or sum(other.get(ID_PROPERTY) == mark for _, other in _every_strip()) > 1:
        mark = uuid.uuid4().hex  # a duplicated strip has the mark of another
    return {"id": mark, "scene": scene.name, "name": strip.name, "shows": shown_file(strip)}


def mark(reference: Reference) -> None:
    """Mark the strip that was just referred to."""
    editor = bpy.data.scenes[reference["scene"]].sequence_editor
    all_strips(editor)[reference["name"]][ID_PROPERTY] = reference["id"]


def find(reference: Reference) -> Optional[Tuple[Any, Any]]:
    """Return the scene and the strip that are meant; None if the strip is gone."""
    for scene, strip in _every_strip():
        if strip.get(ID_PROPERTY) == reference["id"]:
            return scene, strip
    scene = bpy.data.scenes.get(reference["scene"])
    editor = scene.sequence_editor if scene else None
    strip = all_strips(editor).get(reference["name"]) if editor else None
    if strip is None or ID_PROPERTY in strip or shown_file(strip) != reference["shows"]:
        return None
    strip[ID_PROPERTY] = reference["id"]
    return scene, strip


def shown_file(strip: Any) -> str:
    """Return the absolute path of what a strip shows; of a strip without a file its kind."""
    library = strip.id_data.library  # a linked scene's paths begin at its own file
    if strip.type == "IMAGE":
        first = strip.elements[0].filename if len(strip.elements) else ""
        return os.path.join(bpy.path.abspath(strip.directory, library=library), first)
    if not hasattr(strip, "filepath"):
        return str(strip.type)
    return str(bpy.path.abspath(strip.filepath, library=library))


def _every_strip() -> Iterator[Tuple[Any, Any]]:
    """Yield each strip of the file with its scene."""
    for scene in bpy.data.scenes:
        if scene.sequence_editor is not None:
            for strip in all_strips(scene.sequence_editor):
                yield scene, strip
