"""What the user wants with the clips, asked in a dialog where this edition opens one."""

import os
from typing import Any, Callable, Dict, List, Optional

from ...common import cost_of, sentence
from ..clips import Reading
from ..jobs import OURS, ask_engine
from ..ui import Ui
from ..wish import Wish
from .dialog import Dialog
from .fields import Costs, cost_key, plans
from .memory import remember, remembered
from .offers import Offers


def ask_user(names: Dict[str, Any], readings: List[Reading], ui: Ui) -> Optional[Wish]:
    """Return what the user chose; None: nothing, or no dialog can be shown, which is said.

    Args:
        names: the globals of the menu script.
        readings: the clips.
        ui: hears what the engine is asked meanwhile.
    """
    fusion, bmd = names.get("fusion") or names.get("fu"), names.get("bmd")
    # In editions without windows the very touch of UIManager opens an advertisement.
    manager = getattr(fusion, "UIManager", None) if readings[0].can.ui_manager else None
    dispatcher = bmd.UIDispatcher(manager) if manager and bmd else None
    if not dispatcher:
        ui.warn(
            f"{readings[0].can.version} opens no dialogs for scripts. Use the entries with a "
            "speed in their names, or: slowglass retime"
        )
        return None
    facts = engine_facts(ui)
    dialog = Dialog(
        manager,
        dispatcher,
        readings,
        [model["name"] for model in facts.get("models", [])],
        remembered(),
        lambda wish, costs: measure(readings, wish, costs, ui),
        Offers(facts.get("offers", []), fetch),
    )
    chosen = dialog.ask() if facts else None
    if chosen is not None:
        remember(chosen)
    return chosen


def engine_facts(ui: Ui) -> Dict[str, Any]:
    """Return what the engine is and has; nothing, told to the user: no engine."""
    ui.say("Asking the engine what it has; this takes some seconds.")
    answer = ask_engine("describe", None, ui)
    if answer["event"] == "error":
        ui.warn(f"{sentence(answer['message'], answer.get('hint', ''))}.")
        return {}
    facts: Dict[str, Any] = answer["result"]
    return facts


class _Telling(Ui):
    """Tells how far a download is, and nothing else."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def progress(self, event: Dict[str, Any]) -> None:
        """Tell it in megabytes."""
        self._tell(f"Downloading: {event['done'] / 1e6:.0f} of {event['total'] / 1e6:.0f} MB")


def fetch(name: str, tell: Callable[[str], None]) -> str:
    """Let the engine fetch weights that it offers; return what went wrong, "" if nothing.

    Args:
        name: of the offer.
        tell: told how far it is.
    """
    answer = ask_engine("fetch", {"model": name}, _Telling(tell))
    if answer["event"] == "error":
        return f"{sentence(answer['message'], answer.get('hint', ''))}."
    return ""


def measure(readings: List[Reading], wish: Wish, costs: Costs, ui: Ui) -> str:
    """Let the engine make some frames of each clip, note what they cost; return what went wrong.

    Raises:
        Refusal: one of the clips cannot be done so.
    """
    for one in plans(readings, wish):
        if cost_key(one, wish) in costs:
            continue
        ui.say(f"Measuring {one.name}: some frames are made and thrown away.")
        source_folder = os.path.dirname(one.document["source"])
        folder = os.path.expanduser(wish.folder) or os.path.join(source_folder, OURS)
        answer = ask_engine("plan", one.in_folder(folder).document, ui)
        if answer["event"] == "error":
            return str(answer["message"])
        costs[cost_key(one, wish)] = cost_of(answer["result"])
    return ""
