"""Entries in the sequencer's menus, and the key that cancels."""

from typing import Any, List, Tuple

import bpy

from .panel import SPEEDS
from .result_operators import active_result
from .retime_operator import problem

KEYMAPS = ("SequencerCommon", "Video Sequence Editor")
"""Of the whole sequencer, its sidebar included: its name up to 4.2, and later."""

_keys: List[Tuple[Any, Any]] = []


class SLOWGLASS_MT_strip(bpy.types.Menu):
    """Strip > Slowglass."""

    bl_idname = "SLOWGLASS_MT_strip"
    bl_label = "Slowglass"

    def draw(self, context: Any) -> None:
        """Draw the entries; those that cannot work are grey and say why."""
        layout = self.layout
        layout.operator_context = "INVOKE_DEFAULT"
        for speed, text in SPEEDS:
            layout.operator("slowglass.retime", text=f"Slow Down to {text}…").speed = speed
        layout.operator("slowglass.retime", text="Slow Down…")
        layout.operator("slowglass.draw_speed", text="Draw Speed…")
        layout.operator("slowglass.retime_drawn", text="Retime as Drawn…")
        layout.separator()
        layout.operator("slowglass.fill", text="Fill Retime…")
        layout.operator("slowglass.convert_rate", text="Convert to Scene Frame Rate…")
        if active_result(context) is not None:
            layout.separator()
            layout.operator("slowglass.redo", text="Redo…")
            layout.operator("slowglass.show_original")
            layout.operator("slowglass.mend", text="Mend Frames…")
            layout.operator("slowglass.review")
        layout.separator()
        layout.operator("slowglass.clear_unused", text="Delete Unused Results…")
        layout.operator("slowglass.cancel")


def draw_in_strip_menu(menu: Any, _context: Any) -> None:
    """Add the entries to the Strip menu."""
    menu.layout.separator()
    menu.layout.menu("SLOWGLASS_MT_strip")


def draw_in_context_menu(menu: Any, context: Any) -> None:
    """Add the entries to the menu of a strip, where there is one to retime."""
    if not problem(context):
        draw_in_strip_menu(menu, context)


CLASSES = (SLOWGLASS_MT_strip,)
PLACES = (
    ("SEQUENCER_MT_strip", draw_in_strip_menu),
    ("SEQUENCER_MT_context_menu", draw_in_context_menu),
)


def register() -> None:
    """Add the entries and the key."""
    for menu, function in PLACES:
        getattr(bpy.types, menu).append(function)
    configuration = bpy.context.window_manager.keyconfigs.addon
    if configuration is None:  # Blender runs without a window
        return
    for name in KEYMAPS:
        keymap = configuration.keymaps.new(name=name, space_type="SEQUENCE_EDITOR")
        _keys.append((keymap, keymap.keymap_items.new("slowglass.cancel", "ESC", "PRESS")))


def unregister() -> None:
    """Take them away."""
    for keymap, item in _keys:
        keymap.keymap_items.remove(item)
    _keys.clear()
    for menu, function in PLACES:
        getattr(bpy.types, menu).remove(function)
