"""How the dialog of "Retime" is laid out, from top to bottom."""

from typing import Any, List

from . import shutter

LONGEST = 10000000
WATCHED = {"TextChanged": True}
"""Events of a field that some versions tell of only if they are asked for."""


def rows(
    ui: Any, clips: str, speed: str, is_one: bool, is_drawn: bool, offers: List[Any]
) -> List[Any]:
    """Return the elements.

    Args:
        ui: UIManager.
        clips: what is known of the clips.
        speed: what the field of the speed shows.
        is_one: whether it is one clip, whose length can be asked for.
        is_drawn: whether a speed was drawn for each of them.
        offers: elements of what is offered.
    """

    def row(label: str, element: Any) -> Any:
        return ui.HGroup([ui.Label({"Text": label, "Weight": 0.4}), element])

    def typed(name: str, nothing: str) -> Any:
        return ui.LineEdit({"ID": name, "Text": "", "PlaceholderText": nothing, "Events": WATCHED})

    return [
        ui.Label({"ID": "Clips", "Text": clips, "WordWrap": True}),
        row("Speed in %", ui.LineEdit({"ID": "Speed", "Text": speed, "Events": WATCHED})),
        row(
            "Length in frames",
            ui.SpinBox({"ID": "Length", "Minimum": 2, "Maximum": LONGEST, "Enabled": is_one}),
        ),
        ui.CheckBox({"ID": "Fill", "Text": "Fill the retime that the clip has"}),
        ui.CheckBox({"ID": "Drawn", "Text": "As drawn", "Enabled": is_drawn}),
        row("Quality", ui.ComboBox({"ID": "Quality"})),
        *offers,
        row("Shutter in degrees", typed(shutter.SHUTTER, "as filmed")),
        row("Shutter phase", typed(shutter.PHASE, "around the frame")),
        row("Rolling shutter in ms", typed(shutter.READOUT, "as filmed")),
        row("", ui.ComboBox({"ID": shutter.BEGINS})),
        row("Format", ui.ComboBox({"ID": "Format"})),
        row("Place it on", ui.ComboBox({"ID": "Placing"})),
        row("Part", ui.ComboBox({"ID": "Part"})),
        row("Folder", ui.LineEdit({"ID": "Folder", "PlaceholderText": "beside the source"})),
        ui.CheckBox({"ID": "Disable", "Text": "Switch the original off"}),
        row("Model (advanced)", ui.ComboBox({"ID": "Model"})),
        ui.Label({"ID": "Summary", "Text": "", "WordWrap": True}),
        ui.HGroup(
            [
                ui.Button({"ID": "Measure", "Text": "Estimate Time and Disk"}),
                ui.Button({"ID": "Cancel", "Text": "Cancel"}),
                ui.Button({"ID": "Start", "Text": "Retime"}),
            ]
        ),
    ]
