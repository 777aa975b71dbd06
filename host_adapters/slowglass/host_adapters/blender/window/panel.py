"""The sidebar panel of the sequencer: what can be done, and how far it is."""

from typing import Any

import bpy

from .. import session
from ..engine_test import error_text
from ..jobs import CANCELLED, DONE, FAILED, INSERTING, RUNNING, WAITING
from . import pump
from .result_operators import active_result
from .retime_operator import problem
from .text import draw_text

SPEEDS = ((0.5, "50 %"), (0.25, "25 %"), (0.125, "12.5 %"))
ICONS = {
    WAITING: "TIME",
    DONE: "CHECKMARK",
    FAILED: "ERROR",
    CANCELLED: "CANCEL",
}


class SLOWGLASS_PT_sidebar(bpy.types.Panel):
    """Sequencer > Sidebar > Slowglass."""

    bl_label = "Slowglass"
    bl_space_type = "SEQUENCE_EDITOR"
    bl_region_type = "UI"
    bl_category = "Slowglass"

    def draw(self, context: Any) -> None:
        """Draw the panel."""
        layout = self.layout
        reason = problem(context)
        if reason:
            layout.label(text=reason, icon="INFO")
        else:
            draw_offers(layout)
        if active_result(context) is not None:
            row = layout.row(align=True)
            row.operator("slowglass.redo")
            row.operator("slowglass.show_original")
            row = layout.row(align=True)
            row.operator("slowglass.mend", text="Mend Frames…")
            row.operator("slowglass.review")
        if session.COSTS.measuring:
            layout.label(text="Measuring…", icon="TIME")
        if session.COSTS.error:
            draw_text(layout, error_text(session.COSTS.error), "ERROR")
        draw_jobs(layout)


def draw_offers(layout: Any) -> None:
    """Draw what can be done with the selected strips."""
    column = layout.column(align=True)
    column.label(text="Slow Down to")
    row = column.row(align=True)
    for speed, text in SPEEDS:
        row.operator("slowglass.retime", text=text).speed = speed
    column.operator("slowglass.retime", text="Other…")
    row = column.row(align=True)
    row.operator("slowglass.draw_speed", text="Draw Speed…")
    row.operator("slowglass.retime_drawn", text="As Drawn…")
    column = layout.column(align=True)
    column.operator("slowglass.fill")
    column.operator("slowglass.convert_rate")


def draw_jobs(layout: Any) -> None:
    """Draw each job with what can be done about it."""
    for job in session.QUEUE.jobs:
        box = layout.box()
        row = box.row()
        row.label(text=job.name, icon=ICONS.get(job.state, "PLAY"))
        if job.active:
            row.operator("slowglass.cancel", text="", icon="X").job = job.number
        elif job.state != DONE:
            row.operator("slowglass.resume", text="", icon="FILE_REFRESH").job = job.number
        if job.state in (RUNNING, INSERTING):
            box.progress(factor=job.progress, text=pump.job_text(job))
        else:
            draw_text(box, pump.job_text(job))
        if job.hint:
            draw_text(box, job.hint)
        if job.result.get("would_help"):
            box.operator("slowglass.show_offers", icon="IMPORT")
        for warning in job.warnings:
            draw_text(box, warning, "ERROR")
        for note in job.notes:
            draw_text(box, note, "INFO")
    if any(not job.active for job in session.QUEUE.jobs):
        layout.operator("slowglass.clear")
