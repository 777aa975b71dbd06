"""The entries of the Scripts menu."""

from fractions import Fraction
from typing import Any, Dict

from .request import Request
from .run import PLACE_LATER, place_waiting, run
from .ui import Ui

REQUESTS = {
    "Slow to 50 %": Request(Fraction(1, 2)),
    "Slow to 25 %": Request(Fraction(1, 4)),
    "Slow to 12.5 %": Request(Fraction(1, 8)),
    "Fill existing retime": Request(None),
}
"""By the name of the menu script."""


def main(entry: str, names: Dict[str, Any]) -> int:
    """Do what a menu entry says; return how many results were placed.

    Args:
        entry: the name of the script, without its suffix.
        names: the globals of the script, where Resolve puts its objects.
    """
    ui = Ui()
    resolve = find_resolve(names)
    if resolve is None:
        ui.say(
            "Resolve does not let scripts in (the free edition from 21.1 on does not). "
            "Use: slowglass resolve --otio"
        )
        return 0
    if entry == PLACE_LATER:
        return place_waiting(resolve, ui)
    return run(resolve, REQUESTS[entry], ui)


def find_resolve(names: Dict[str, Any]) -> Any:
    """Return the object of Resolve, from whichever of its ways to give it works; None: no way."""
    if names.get("resolve"):
        return names["resolve"]
    app, bmd = names.get("app"), names.get("bmd")
    for owner, method, arguments in ((app, "GetResolve", ()), (bmd, "scriptapp", ("Resolve",))):
        if callable(getattr(owner, method, None)):
            found = getattr(owner, method)(*arguments)
            if found:
                return found
    try:
        import DaVinciResolveScript
    except ImportError:
        return None
    return DaVinciResolveScript.scriptapp("Resolve")
