"""The menu entry that asks a real Resolve what no document says, and writes a report.

It works in an empty project only, so nothing of anybody's is touched. docs/hosts/resolve.md tells
how it is used.
"""

import json
import os
import platform
import sys
from typing import Any, Callable, Dict, List, Tuple

from ...common import Refusal
from ..api import ask, whole_number
from ..capabilities import probe, version_text
from ..clips import current_project
from ..jobs import AT_HOME, new_folder
from ..ui import Ui
from .bench import NAME, Bench
from .questions import QUESTIONS, Readings, ramp

SMOKE_TEST = "Smoke test"
"""Name of the menu entry."""
REPORT = "report.json"
BY_HAND = [
    "Is the last clip of the timeline as dark as the one before it? Then the grade was copied.",
    "Put a speed ramp on a clip of the timeline (retime curve, two speed points), then start the "
    "smoke test again: it reads what Resolve says of it.",
    "On the free edition 21.1: is a script in Lua listed in Workspace > Scripts?",
    "Are the entries of this menu named as in docs/hosts/resolve.md?",
]


def smoke_test(resolve: Any, names: Dict[str, Any], ui: Ui) -> int:
    """Ask all questions and write the report; return 0, for nothing is placed for anybody."""
    try:
        project = current_project(resolve)
        timeline = ask(project, "GetCurrentTimeline")
        by_hand = ask(timeline, "GetName") == NAME
        if not by_hand and whole_number(ask(project, "GetTimelineCount")) > 0:
            raise Refusal(
                "the smoke test needs a project without timelines",
                "make a new project, then start it again",
            )
        folder, _ = new_folder(os.path.join("~", AT_HOME), "", "smoke_test")
        answers: List[Tuple[str, Any]] = [("surroundings", _surroundings(resolve, names))]
        if by_hand:
            answers.append(("GetSpeed of a ramp", ramp(timeline)))
        else:
            bench = Bench(resolve, project, folder)
            answers += [(title, _answer(question, bench)) for title, question in QUESTIONS]
            answers.append(("to be answered by hand", BY_HAND))
        _write(os.path.join(folder, REPORT), answers, ui)
        ui.end(1, 1)
    except Refusal as reason:
        ui.refuse(reason)
        ui.end(0, 1)
    return 0


def _surroundings(resolve: Any, names: Dict[str, Any]) -> Readings:
    """Return what runs the script, and what it finds there."""
    can = probe(resolve, ask(ask(resolve, "GetCurrentProject"), "GetCurrentTimeline"))
    fusion = names.get("fusion")
    return {
        "resolve": version_text(resolve),
        "python": sys.version,
        "system": platform.platform(),
        "globals": sorted(name for name in names if not name.startswith("__")),
        "has __file__": "__file__" in names,
        "scripts folder": ask(fusion, "MapPath", "Scripts:"),
        "windows": can.ui_manager and bool(getattr(fusion, "UIManager", None)),
    }


def _answer(question: Callable[[Bench], Readings], bench: Bench) -> Readings:
    """Return the readings for a question; what goes wrong is an answer, too."""
    try:
        return question(bench)
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def _write(path: str, answers: List[Tuple[str, Any]], ui: Ui) -> None:
    """Write the report and say where it is."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(dict(answers), file, indent=1, default=str)
    for title, seen in answers:
        ui.say(f"{title}: {json.dumps(seen, default=str)}")
    ui.say(f"The report is {path}. Please send it to the authors of Slowglass.")
