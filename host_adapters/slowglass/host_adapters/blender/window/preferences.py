"""The add-on's preferences: where the engine is, how frames are made, where they go."""

from typing import Any, List

import bpy
from bpy.props import BoolProperty, EnumProperty, StringProperty

from ...common import QUALITIES, USUAL_QUALITY
from .. import session
from ..compat import ADDON
from ..wish import Placement
from .offers import draw_offers
from .text import draw_text

KNOWN_MODELS = ("flow", "slowglass", "blend", "nearest")
QUALITY_DESCRIPTION = "What the picture is worth in time; models follow from it"
LETTERS_PER_LINE = 90
PATH_OPTIONS = {"PATH_SUPPORTS_BLEND_RELATIVE"} if bpy.app.version >= (4, 5) else set()
"""From 4.5 on Blender calls a path that begins with // wrong without it; 4.2 does not know it."""
MUTE, KEEP, META = "MUTE", "KEEP", "META"


def model_names(_self: Any, _context: Any, _text: str) -> List[str]:
    """Return the models to choose from: those that the engine named when it was tested."""
    found = [model["name"] for model in session.TEST.facts.get("models", [])]
    return found or list(KNOWN_MODELS)


class SlowglassPreferences(bpy.types.AddonPreferences):
    """Preferences > Add-ons > Slowglass."""

    bl_idname = ADDON

    engine: StringProperty(
        name="Engine",
        description="Python, virtual environment or program of the Slowglass engine. "
        "Empty: the one that its installation noted",
        subtype="FILE_PATH",
        options=PATH_OPTIONS,
    )
    quality: EnumProperty(
        name="Quality", description=QUALITY_DESCRIPTION, items=QUALITIES, default=USUAL_QUALITY
    )
    has_rife: BoolProperty(options={"HIDDEN"})
    advanced: BoolProperty(name="Advanced", description="Show what is seldom needed")
    model: StringProperty(
        name="Model",
        description="What finds the motion between two frames, in the place of a quality. "
        "Empty: what the quality means",
        search=model_names,
    )
    device: EnumProperty(
        name="Device",
        description="What the frames are made on",
        items=[
            ("auto", "Automatic", "The fastest that there is"),
            ("cuda", "CUDA", "NVIDIA graphics card"),
            ("mps", "Metal", "Apple graphics"),
            ("cpu", "CPU", "Processor"),
        ],
    )
    folder: StringProperty(
        name="Output Folder",
        description="Where the frames are kept, in a folder for each result. "
        "A path that begins with // counts from the .blend file",
        default="//slowglass",
        subtype="DIR_PATH",
        options=PATH_OPTIONS,
    )
    file_format: EnumProperty(
        name="File Format",
        description="How the frames are stored",
        items=[
            ("AUTOMATIC", "Automatic", "OpenEXR for OpenEXR, 16-bit PNG for everything else"),
            ("PNG", "PNG 16-bit", "Display colours, lossless"),
            ("EXR", "OpenEXR", "Linear light, 16-bit float"),
        ],
    )
    original: EnumProperty(
        name="Original",
        description="What becomes of the strip that was retimed",
        items=[
            (MUTE, "Mute", "Keep it below the result, muted"),
            (KEEP, "Keep", "Leave it as it is, below the result"),
            (META, "Into Meta Strip", "Mute it, and put it into a meta strip with the result"),
        ],
    )

    def draw(self, _context: Any) -> None:
        """Draw the preferences."""
        layout = self.layout
        layout.use_property_split = True
        row = layout.row(align=True)
        row.prop(self, "engine")
        row.operator("slowglass.test_engine", text="Test")
        draw_engine_facts(layout)
        draw_offers(layout, LETTERS_PER_LINE)
        for name in ("quality", "device", "folder", "file_format", "original", "advanced"):
            layout.prop(self, name)
        chosen = session.preferences()
        if chosen.advanced or chosen.model:
            layout.prop(self, "model")


def draw_engine_facts(layout: Any) -> None:
    """Show what the engine said of itself when it was tested."""
    if session.TEST.running:
        row = layout.row()
        row.label(text="Starting the engine…", icon="TIME")
        row.operator("slowglass.stop_test", text="", icon="X")
    if session.TEST.failure:
        draw_text(layout, session.TEST.failure, "ERROR", LETTERS_PER_LINE)
    facts = session.TEST.facts
    if not facts:
        return
    column = layout.box().column(align=True)
    packages = ", ".join(f"{name} {number}" for name, number in facts["packages"].items())
    column.label(text=f"Slowglass {facts['slowglass']}, Python {facts['python']}", icon="CHECKMARK")
    column.label(text=packages)
    for device in facts["devices"]:
        column.label(text=f"Device {device['name']}: {device['title']}")
    for one in facts.get("qualities", []):
        column.label(text=f"Quality {one['quality']}: {one['model']} ({one['why']})")
    for model in facts["models"]:
        column.label(text=f"Model {model['name']}: {model['title']}")


def placement(preferences: Any, **options: Any) -> Placement:
    """Return what becomes of the timeline, by the preferences and an operator's options."""
    choice = preferences.original
    return Placement(mute_original=choice != KEEP, in_meta=choice == META, **options)
