"""Copies of strips that show a piece of them: what lies before and after a part that is retimed."""

from typing import Any

import bpy

from .. import timeline
from ..compat import all_strips, sequencer_area, strips_of
from ..handles import end_of, move_by, set_end, set_start, start_of
from ..identity import ID_PROPERTY, PIECE_PROPERTY
from . import provenance


def add_piece(
    scene: Any, original: Any, first: int, end: int, by: int, channel: int, title: str
) -> Any:
    """Return a copy of a strip that shows a piece of it, retiming, look and animation included.

    Args:
        scene: that holds the strip.
        original: stays as it is.
        first: scene frame of the original that the piece begins at.
        end: scene frame of the original after its last one.
        by: frames that the piece lies to the right of where the original shows it.
        channel: the lowest to put it into.
        title: follows the name of the original in that of the piece.
    """
    owner = timeline.owner_of(scene, original)
    whole = start_of(original), end_of(original)
    span = min(whole[0], first + by), max(whole[1], end + by)
    aside = timeline.free_channel(owner, *span, channel)
    piece = _copy(scene, original)
    piece.channel = aside  # whole, it does not lie over what is in its place already
    piece.mute, piece.lock = False, False
    piece[provenance.UNFINISHED] = piece[PIECE_PROPERTY] = original.name
    for name in (ID_PROPERTY, provenance.PROPERTY):
        if name in piece:
            del piece[name]
    set_end(piece, end)
    set_start(piece, first)
    if by:
        move_by(piece, by)
    place = (start_of(piece), end_of(piece), channel, piece.name)
    piece.channel = timeline.free_channel(owner, *place)
    piece.name = f"{original.name} {title}"
    return piece


def _copy(scene: Any, strip: Any) -> Any:
    """Return a copy of a strip in its place; only an operator of Blender's copies all of it."""
    editor = scene.sequence_editor
    entered = editor.meta_stack[-1] if editor.meta_stack else None
    selected, active = [s for s in all_strips(editor) if s.select], editor.active_strip
    editor.display_stack(strip.parent_meta())
    for other in selected:
        other.select = False
    strip.select = True
    with sequencer_area(scene):
        bpy.ops.sequencer.duplicate()
    owner = timeline.owner_of(scene, strip)
    copy = next(other for other in strips_of(owner) if other.select and other != strip)
    copy.select, strip.select = False, False
    editor.display_stack(entered)
    for other in selected:
        other.select = True
    editor.active_strip = active
    return copy
