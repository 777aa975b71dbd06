"""What is offered for selected strips: slow down, as drawn, fill a retime, convert the rate."""

from typing import Any, Tuple

import bpy
from bpy.props import FloatProperty, IntProperty

from ...common import exact_speed
from ..formats import media_strip
from ..wish import CONVERT_RATE, DRAWN, FILL, RETIME, Wish
from .retime_operator import LongerOperator, RetimeOperator, chosen_strips, may_be_retimed, problem


class SLOWGLASS_OT_retime(LongerOperator, bpy.types.Operator):
    """Make the frames between the frames, and play the selected strips slower, or faster."""

    bl_idname = "slowglass.retime"
    bl_label = "Slow Down"
    options_shown: Tuple[str, ...] = ("speed", "length", "inside_range", "ripple", "with_sound")

    speed: FloatProperty(
        name="Speed",
        description="Relative to what the strip shows now; 0.25 is four times slower",
        default=0.25,
        min=0.001,
        max=100.0,
        soft_max=2.0,
        precision=3,
    )
    length: IntProperty(
        name="Length",
        description="Frames that the result shall have; 0: as the speed has it",
        min=0,
        options={"SKIP_SAVE"},
    )

    def wish(self) -> Wish:
        """Return what is asked for."""
        speed = exact_speed(self.speed)
        wish = Wish(RETIME, speed, self.length, self.inside_range, self.asked_quality())
        return self.finished(wish)


class SLOWGLASS_OT_retime_drawn(LongerOperator, bpy.types.Operator):
    """Make the frames that the speed asks for which was drawn for the selected strips."""

    bl_idname = "slowglass.retime_drawn"
    bl_label = "Retime as Drawn"
    kind = DRAWN
    options_shown: Tuple[str, ...] = ("ripple", "with_sound")


class SLOWGLASS_OT_fill(RetimeOperator, bpy.types.Operator):
    """Make the frames for the retime that the selected strips have: curves become smooth motion."""

    bl_idname = "slowglass.fill"
    bl_label = "Fill Retime"
    kind = FILL
    options_shown: Tuple[str, ...] = ("inside_range",)

    @classmethod
    def problem(cls, context: Any) -> str:
        """Return why nothing can be filled, "" if something can."""
        reason = problem(context)
        if not reason and not any(map(may_be_retimed, chosen_strips(context))):
            return "No selected strip has a retime"
        return reason


class SLOWGLASS_OT_convert_rate(LongerOperator, bpy.types.Operator):
    """Play the selected movies in their own time, with a frame made for each of the scene's."""

    bl_idname = "slowglass.convert_rate"
    bl_label = "Convert to Scene Frame Rate"
    kind = CONVERT_RATE
    options_shown: Tuple[str, ...] = ("inside_range", "ripple", "with_sound")

    @classmethod
    def problem(cls, context: Any) -> str:
        """Return why nothing can be converted, "" if something can."""
        reason = problem(context)
        if not reason and all(media_strip(s).type != "MOVIE" for s in chosen_strips(context)):
            return "Only movies have a frame rate of their own"
        return reason


CLASSES = (
    SLOWGLASS_OT_retime,
    SLOWGLASS_OT_retime_drawn,
    SLOWGLASS_OT_fill,
    SLOWGLASS_OT_convert_rate,
)
