"""What the user wants with the clips, asked in a dialog where this edition opens one."""

import os
from typing import Any, Dict, List, Optional

from ...common import cost_of, sentence
from ..clips import Reading
from ..jobs import OURS, ask_engine
from ..ui import Ui
from ..wish import Wish
from .dialog import Dialog
from .fields import Costs, cost_key, plans
from .memory import remember, remembered


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
    models = engine_models(ui)
    dialog = Dialog(
        manager,
        dispatcher,
        readings,
        models,
        remembered(),
        lambda wish, costs: measure(readings, wish, costs, ui),
    )
    chosen = dialog.ask() if models else None
    if chosen is not None:
        remember(chosen)
    return chosen


def engine_models(ui: Ui) -> List[str]:
    """Return the names of the models that the engine has; none, told to the user: no engine."""
    ui.say("Asking the engine for its models; this takes some seconds.")
    answer = ask_engine("describe", None, ui)
    if answer["event"] == "error":
        ui.warn(f"{sentence(answer['message'], answer.get('hint', ''))}.")
        return []
    return [model["name"] for model in answer["result"]["models"]]


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
