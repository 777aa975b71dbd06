"""What is added to Blender, in order."""

import bpy

from . import (
    drawing_operator,
    engine_operator,
    handlers,
    job_operators,
    mend_operators,
    menus,
    offers,
    operators,
    pump,
    result_operators,
    unused_operator,
)
from .panel import SLOWGLASS_PT_sidebar
from .preferences import SlowglassPreferences

CLASSES = (
    SlowglassPreferences,
    *operators.CLASSES,
    *drawing_operator.CLASSES,
    *result_operators.CLASSES,
    *mend_operators.CLASSES,
    *job_operators.CLASSES,
    *engine_operator.CLASSES,
    *offers.CLASSES,
    *unused_operator.CLASSES,
    SLOWGLASS_PT_sidebar,
    *menus.CLASSES,
)


def register() -> None:
    """Add everything."""
    for item in CLASSES:
        if issubclass(item, bpy.types.Operator):
            # The tool tip: without a full stop, which 4.2 adds by itself.
            item.bl_description = (item.__doc__ or "").rstrip(".")
        bpy.utils.register_class(item)
    menus.register()
    handlers.register()


def unregister() -> None:
    """Stop what is under way and take everything away."""
    pump.cancel()
    pump.stop()
    handlers.unregister()
    menus.unregister()
    for item in reversed(CLASSES):
        bpy.utils.unregister_class(item)
