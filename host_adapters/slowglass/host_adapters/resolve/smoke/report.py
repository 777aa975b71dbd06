"""The menu entry that asks a real Resolve what no document says, and writes a report.

It works in an empty project only, so nothing of anybody's is touched. docs/hosts/resolve.md tells
how it is used.
"""

import json
import locale
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
from .interchange import exported
from .questions import QUESTIONS, Readings, by_hand

SMOKE_TEST = "Smoke test"
"""Name of the menu entry."""
REPORT = "report.json"
OBJECTS = ("resolve", "fusion", "fu", "bmd", "app")
VARIABLES = (
    *("LANG", "LC_ALL", "PYTHONHOME", "PYTHONPATH", "PYTHONUTF8", "XDG_CONFIG_HOME"),
    *("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH", "SLOWGLASS_ENGINE"),
)
BY_HAND = [
    "Is the last clip of the timeline as dark as the one before it? Then the grade was copied.",
    "Put a speed ramp on a clip of the timeline (retime curve, two speed points).",
    "Import a movie of yours, set In and Out in the middle of it, make a subclip (right click > "
    "Create Subclip), put it onto the timeline, trim its head by 10 frames; beside it the same "
    "subclip at 50 %.",
    "Open the timeline of this test and start the smoke test again: it reads what Resolve says of "
    "these clips, and what it exports of them.",
    "Does Resolve show the frames of the two timelines 'as Resolve's own files' and 'relative to "
    "the file', or are they offline, or one frame long?",
    "On the free edition 21.1: is a script in Lua listed in Workspace > Scripts?",
    "Are the entries of this menu named as in docs/hosts/resolve.md?",
]


def smoke_test(resolve: Any, names: Dict[str, Any], ui: Ui) -> int:
    """Ask all questions and write the report; return 0, for nothing is placed for anybody."""
    try:
        project = current_project(resolve)
        timeline = ask(project, "GetCurrentTimeline")
        again = ask(timeline, "GetName") == NAME
        if not again and whole_number(ask(project, "GetTimelineCount")) > 0:
            raise Refusal(
                "the smoke test needs a project without timelines",
                "make a new project, then start it again",
            )
        folder, _ = new_folder(os.path.join("~", AT_HOME), "", "smoke_test")
        answers: List[Tuple[str, Any]] = [("surroundings", _surroundings(resolve, names))]
        if again:
            answers.append(("clips made by hand", by_hand(timeline)))
            answers.append(("their OTIO export", exported(resolve, timeline)))
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
        "executable": sys.executable,
        "process": [os.getpid(), getattr(os, "getppid", int)()],
        "folder": os.getcwd(),
        "system": platform.platform(),
        "stdout": [str(type(sys.stdout)), _names_of(sys.stdout)],
        "stderr": [str(type(sys.stderr)), _names_of(sys.stderr)],
        "locale": [locale.getpreferredencoding(False), sys.getfilesystemencoding()],
        "environment": {name: os.environ[name] for name in VARIABLES if name in os.environ},
        "globals": sorted(name for name in names if not name.startswith("__")),
        "in __main__": sorted(set(OBJECTS) & set(vars(sys.modules["__main__"]))),
        "__name__": names.get("__name__"),
        "has __file__": "__file__" in names,
        "a name that is none": str(type(getattr(resolve, "NoSuchMethod", None))),
        "scripts folder": ask(fusion, "MapPath", "Scripts:"),
        "windows": can.ui_manager and bool(getattr(fusion, "UIManager", None)),
    }


def _names_of(stream: Any) -> List[str]:
    """Return what a stream can do."""
    return [name for name in dir(stream) if not name.startswith("_")]


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
