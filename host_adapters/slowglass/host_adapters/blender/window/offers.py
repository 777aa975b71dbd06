"""Weights that make the qualities better: what they are, and one click that fetches them."""

from typing import Any, Dict, List, Set

import bpy
from bpy.props import StringProperty

from ...common import size_text
from .. import session
from ..compat import ADDON
from . import pump
from .text import draw_text


def draw_offers(layout: Any, letters_per_line: int) -> None:
    """Show what the engine offers, or how far the download is."""
    fetching = session.FETCHING
    if fetching.running:
        row = layout.row()
        row.progress(factor=fetching.progress, text=pump.fetching_text())
        row.operator("slowglass.stop_fetching", text="", icon="X")
    elif fetching.failure:
        draw_text(layout, fetching.failure, "ERROR", letters_per_line)
    for offer in [] if fetching.running else session.TEST.facts.get("offers", []):
        column = layout.box().column(align=True)
        for text in offer_lines(offer):
            draw_text(column, text, "NONE", letters_per_line)
        text = f"Fetch {offer['title']} ({size_text(offer['size_bytes'])})"
        column.operator("slowglass.fetch", text=text, icon="IMPORT").offer = offer["name"]


def offer_lines(offer: Dict[str, Any]) -> List[str]:
    """Return what is to be known of weights before they are fetched."""
    return [
        f"{offer['title']}, {size_text(offer['size_bytes'])}: {offer['why']}.",
        f"Licence: {offer['licence']}.",
        f"From {offer['source']}.",
    ]


class SLOWGLASS_OT_fetch(bpy.types.Operator):
    """Download these weights into your model folder."""

    bl_idname = "slowglass.fetch"
    bl_label = "Fetch Weights"
    bl_options: Set[str] = set()

    offer: StringProperty(options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether no other download is under way."""
        cls.poll_message_set("Something is downloaded already")
        return not session.FETCHING.running

    def invoke(self, _context: Any, _event: Any) -> Set[str]:
        """Begin, and leave: the preferences show how far it is."""
        if not self._begin():
            return {"CANCELLED"}
        pump.start()
        return {"FINISHED"}

    def execute(self, _context: Any) -> Set[str]:
        """Fetch, and wait for the end."""
        if not self._begin():
            return {"CANCELLED"}
        if not session.FETCHING.wait():
            self.report({"ERROR"}, session.FETCHING.failure)
            return {"CANCELLED"}
        session.fetched()
        self.report({"INFO"}, f"{session.FETCHING.offer['title']} is there")
        return {"FINISHED"}

    def _begin(self) -> bool:
        """Start; return whether there is such an offer."""
        offers = [one for one in session.TEST.facts.get("offers", []) if one["name"] == self.offer]
        if not offers:
            self.report({"ERROR"}, "Nothing of that name is offered: test the engine first")
            return False
        session.FETCHING.start(session.engine_command(), offers[0])
        return True


class SLOWGLASS_OT_stop_fetching(bpy.types.Operator):
    """Give the download up; nothing of it is kept."""

    bl_idname = "slowglass.stop_fetching"
    bl_label = "Stop Downloading"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """End it."""
        session.FETCHING.stop()
        return {"FINISHED"}


class SLOWGLASS_OT_show_offers(bpy.types.Operator):
    """Show which weights would make results better, with size and licence, in the preferences."""

    bl_idname = "slowglass.show_offers"
    bl_label = "What Would Help"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """Ask the engine what it offers, and open the preferences."""
        session.TEST.start(session.engine_command())
        pump.start()
        if not bpy.app.background:
            bpy.ops.preferences.addon_show(module=ADDON)
        return {"FINISHED"}


CLASSES = (SLOWGLASS_OT_fetch, SLOWGLASS_OT_stop_fetching, SLOWGLASS_OT_show_offers)
