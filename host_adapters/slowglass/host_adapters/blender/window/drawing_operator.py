"""Drawing the speed of a strip in the browser."""

from typing import Any, Set

import bpy

from ...common import Refusal, open_command, start_alone
from .. import session
from ..compat import editor_scene
from .retime_operator import problem


class SLOWGLASS_OT_draw_speed(bpy.types.Operator):
    """Draw the speed of the selected strip in the browser; Retime as Drawn then makes it."""

    bl_idname = "slowglass.draw_speed"
    bl_label = "Draw Speed"
    bl_options: Set[str] = set()

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether strips are selected whose speed can be drawn; else the reason is set."""
        reason = problem(context)
        if reason:
            cls.poll_message_set(reason)
        return not reason

    def execute(self, context: Any) -> Set[str]:
        """Start the room, which ends by itself."""
        command = session.engine_command()
        try:
            if not command:
                raise Refusal("The engine is not installed")
            start_alone(open_command(command, session.begin_drawing(editor_scene(context))))
        except (Refusal, OSError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, "Draw and save in the browser; Retime as Drawn makes what was saved")
        return {"FINISHED"}


CLASSES = (SLOWGLASS_OT_draw_speed,)
