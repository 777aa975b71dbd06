"""The entries of the Scripts menu."""

import sys
from fractions import Fraction
from typing import Any, Dict, List, Tuple

from ..common import find_engine, page_command
from .api import ask
from .drawing import DRAW, DRAWN, draw_speed
from .jobs import PLACE_LATER, place_waiting, run
from .mending import MENDS, REVIEW, SHOW, mend_at_playhead, review, show_again
from .smoke import SMOKE_TEST, smoke_test
from .ui import Ui
from .window import Page, PageUi, ask_user, remembered
from .wish import Wish

RETIME = "Retime"
PRESETS = {
    "Slow to half speed": Fraction(1, 2),
    "Slow to quarter speed": Fraction(1, 4),
    "Slow to eighth speed": Fraction(1, 8),
    "Fill existing retime": None,
}
"""Speeds by the name of the menu script; None fills the retime that the clip has."""
ENTRIES = (RETIME, *PRESETS, DRAW, DRAWN, PLACE_LATER, REVIEW, *MENDS, SHOW, SMOKE_TEST)


def main(entry: str, names: Dict[str, Any]) -> int:
    """Do what a menu entry says; return how many results were placed.

    Args:
        entry: the name of the script, without its suffix.
        names: the globals of the script, where Resolve puts its objects.
    """
    ui = PageUi(_open_page)
    try:
        return _run(entry, names, ui)
    except Exception as error:
        ui.warn(f"{entry} ended unexpectedly: {type(error).__name__}: {error}. Please report it.")
        ui.end(0, 1)
        raise


def _run(entry: str, names: Dict[str, Any], ui: Ui) -> int:
    """Do what an entry says, and tell the user whatever becomes of it."""
    known = known_names(names)
    resolve = find_resolve(known)
    if resolve is None:
        ui.warn(
            "Resolve does not let scripts in (the free edition from 21.1 on does not). "
            "Use: slowglass resolve --otio"
        )
        ui.end(0, 1)
        return 0
    if entry == PLACE_LATER:
        return place_waiting(resolve, ui)
    if entry == SMOKE_TEST:
        return smoke_test(resolve, names, ui)
    if entry in MENDS:
        return mend_at_playhead(resolve, MENDS[entry], ui)
    if entry == DRAW:
        return draw_speed(resolve, ui)
    if entry == REVIEW:
        return review(resolve, ui)
    if entry == SHOW:
        return show_again(resolve, ui)
    if entry == RETIME:
        return run(resolve, lambda readings: ask_user(known, readings, ui), ui)
    return run(resolve, lambda _: preset(entry), ui)


def preset(entry: str) -> Wish:
    """Return what an entry without a dialog asks for: on a track above, else as remembered."""
    last = remembered()
    speed, is_drawn = PRESETS.get(entry), entry == DRAWN
    return last._replace(speed=speed, drawn=is_drawn, placing="track", part="clip")


def find_resolve(names: Dict[str, Any]) -> Any:
    """Return the object of Resolve, from whichever of its ways to give it works; None: no way."""
    if names.get("resolve"):
        return names["resolve"]
    ways: List[Tuple[Any, str, Tuple[str, ...]]] = [
        (names.get(owner), "GetResolve", ()) for owner in ("app", "fusion", "fu")
    ]
    for owner, method, arguments in [*ways, (names.get("bmd"), "scriptapp", ("Resolve",))]:
        found = ask(owner, method, *arguments)
        if found:
            return found
    try:
        import DaVinciResolveScript
    except (Exception, SystemExit):  # the module of some versions ends the script itself
        return None
    return ask(DaVinciResolveScript, "scriptapp", "Resolve")


def known_names(names: Dict[str, Any]) -> Dict[str, Any]:
    """Return the globals of a script, and what Resolve put into `__main__` in their place.

    Some versions run a script in a namespace of its own, which lacks Resolve's objects.
    """
    return dict(vars(sys.modules["__main__"]), **names)


def _open_page() -> Page:
    """Start the progress page of the engine that is installed."""
    return Page(page_command(find_engine()))
