"""The shutter in the dialogs: for how long frames are exposed, and when it opens."""

from dataclasses import replace
from typing import List

from bpy.props import BoolProperty, FloatProperty

from ...common import exact_degrees
from ..wish import Wish

WIDEST_DEGREES = 720.0
"""As far as the engine's shutter opens."""


class ShutterOptions:
    """What every operator has that makes frames of strips."""

    shutter: FloatProperty(
        name="Shutter",
        description="Degrees for which each frame is exposed: 180 is half of the time to the next "
        "one. 0: as filmed",
        min=0.0,
        max=WIDEST_DEGREES,
        options={"SKIP_SAVE"},
    )
    centred: BoolProperty(
        name="Around the Frame",
        description="Open the shutter half of its time before the frame, as Blender renders do",
        default=True,
        options={"SKIP_SAVE"},
    )
    phase: FloatProperty(
        name="Phase",
        description="Degrees from the frame's own time to when the shutter opens",
        min=-WIDEST_DEGREES,
        max=WIDEST_DEGREES,
        options={"SKIP_SAVE"},
    )

    def exposed(self, wish: Wish) -> Wish:
        """Return a wish with the shutter that is asked for."""
        phase = None if self.centred else exact_degrees(self.phase)
        return replace(
            wish, shutter_degrees=exact_degrees(self.shutter), shutter_phase_degrees=phase
        )

    def shutter_options(self) -> List[str]:
        """Return the options of the shutter that mean something now."""
        if not self.shutter:
            return ["shutter"]
        return ["shutter", "centred"] if self.centred else ["shutter", "centred", "phase"]
