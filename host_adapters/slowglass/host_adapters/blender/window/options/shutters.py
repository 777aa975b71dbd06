"""Shutters in the dialogs: for how long frames are exposed, and how their lines were read."""

from dataclasses import replace
from typing import List

from bpy.props import BoolProperty, EnumProperty, FloatProperty

from ....common import exact_number
from ...wish import Wish

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
    readout: FloatProperty(
        name="Rolling Shutter",
        description="Milliseconds in which the camera read its lines; they are set right. 0: as "
        "filmed",
        min=0.0,
        soft_max=50.0,
        options={"SKIP_SAVE"},
    )
    begins: EnumProperty(
        name="Read From",
        description="Where the line is that the camera read first",
        items=(
            ("top", "Top", "As most cameras do"),
            ("bottom", "Bottom", "A camera that hung upside down"),
            ("left", "Left", "A camera that stood on its side"),
            ("right", "Right", "A camera that stood on its other side"),
        ),
        options={"SKIP_SAVE"},
    )

    def exposed(self, wish: Wish) -> Wish:
        """Return a wish with the shutters that are asked for."""
        return replace(
            wish,
            shutter_degrees=exact_number(self.shutter),
            shutter_phase_degrees=None if self.centred else exact_number(self.phase),
            readout_milliseconds=exact_number(self.readout),
            readout_begins=str(self.begins),
        )

    def shutter_options(self) -> List[str]:
        """Return the options of the shutters that mean something now."""
        exposure = ["centred"] if self.centred else ["centred", "phase"]
        return [
            *["shutter", *(exposure if self.shutter else [])],
            *["readout", *(["begins"] if self.readout else [])],
        ]
