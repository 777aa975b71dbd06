"""Measuring what a retime costs, then going on with the dialog that shows it."""

from typing import Any, Dict, List

import bpy

from .. import session
from ..plan import Plan
from . import pump


def begin(plans: List[Plan], operator: str, options: Dict[str, Any]) -> bool:
    """Measure the first of some jobs whose cost is not known, then open the operator's dialog.

    Returns:
        False if there is nothing to measure, or nothing to measure with.
    """
    unknown = [item for item in plans if session.COSTS.cost(item) is None]
    command = session.engine_command()
    if not unknown or not command:
        return False
    session.COSTS.measure(unknown[0], command)
    pump.when_measured(lambda: open_dialog(operator, options))
    pump.start()
    return True


def open_dialog(operator: str, options: Dict[str, Any]) -> None:
    """Call an operator as its menu entry does, from outside of any menu."""
    group, name = operator.split(".")
    function = getattr(getattr(bpy.ops, group), name)
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "SEQUENCE_EDITOR":
                with bpy.context.temp_override(window=window, area=area):
                    if function.poll():  # the selection may be another by now
                        function("INVOKE_DEFAULT", **dict(options, measured=True))
                return
