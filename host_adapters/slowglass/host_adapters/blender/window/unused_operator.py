"""Listing and deleting results that nothing in the file shows any more."""

import os
from typing import Any, List, Set

import bpy

from ...common import size_text
from .. import session
from ..plan import output_folder
from ..unused import UnusedResult, delete, other_blend_files, unused_results
from .text import draw_text

_LISTED = 12
_LETTERS_PER_LINE = 70


class SLOWGLASS_OT_clear_unused(bpy.types.Operator):
    """List the results that no strip shows, of removed, redone and undone ones, and delete them."""

    bl_idname = "slowglass.clear_unused"
    bl_label = "Delete Unused Results"
    bl_options: Set[str] = set()
    told: List[str] = []
    """What the dialog says; the disk is looked at once for it, not at each redraw."""

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether it is known where results lie."""
        cls.poll_message_set("Results of a file without a name lie beside the clips")
        return bool(bpy.data.filepath) or not session.engine_settings().folder.startswith("//")

    def invoke(self, context: Any, _event: Any) -> Set[str]:
        """List them and ask."""
        found = find_unused()
        if not found:
            self.report({"INFO"}, f"No unused results in {results_folder()}")
            return {"CANCELLED"}
        self.told = lines(found)
        return set(context.window_manager.invoke_props_dialog(self, width=520))

    def draw(self, _context: Any) -> None:
        """Draw the list."""
        for line in self.told:
            draw_text(self.layout, line, "NONE", _LETTERS_PER_LINE)

    def execute(self, _context: Any) -> Set[str]:
        """Delete them."""
        found = find_unused()
        try:
            for result in found:
                delete(result)
        except OSError as error:
            self.report({"ERROR"}, f"{error.filename}: {error.strerror}")
            return {"CANCELLED"}
        size = size_text(sum(result.bytes for result in found))
        self.report({"INFO"}, f"{len(found)} unused results deleted, {size}")
        return {"FINISHED"}


def results_folder() -> str:
    """Return the folder that results go to."""
    return output_folder(session.engine_settings().folder, "")


def find_unused() -> List[UnusedResult]:
    """Return the results that neither the file nor a job on the list uses."""
    return unused_results(results_folder(), [job.plan.folder for job in session.QUEUE.jobs])


def lines(found: List[UnusedResult]) -> List[str]:
    """Return what a user must know before they are deleted."""
    size = size_text(sum(result.bytes for result in found))
    told = [
        f"{len(found)} results that no strip of this file shows, {size}, in {results_folder()}:"
    ]
    for result in found[:_LISTED]:
        told.append(f"{os.path.basename(result.folder)}: {size_text(result.bytes)}")
    if len(found) > _LISTED:
        told.append(f"and {len(found) - _LISTED} more")
    told.append("Undo and Redo cannot bring them back.")
    others = other_blend_files(results_folder())
    if others:
        told.append(f"These files lie beside and may show them: {', '.join(others)}")
    return told


CLASSES = (SLOWGLASS_OT_clear_unused,)
