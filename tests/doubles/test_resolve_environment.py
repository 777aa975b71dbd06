"""What a script finds around it: globals, editions, windows, old Pythons."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.resolve import VERSIONS, ResolveDouble, menu_globals, run_menu_script, scriptapp
from tests.doubles.resolve.run_menu_script import NOT_STARTED
from tests.doubles.resolve_scene import MEDIA, SHOT, Scene
from tests.host_adapters.test_client import python_of

RUNNER = Path(run_menu_script.__file__)
SCENARIO = {"media": MEDIA, "timelines": [{"video": [[SHOT]]}]}
SCRIPT = """
import json, os, sys
found = {name: name in globals() for name in ("resolve", "fusion", "fu", "bmd", "app", "__file__")}
found["same"] = app.GetResolve().GetVersion() == bmd.scriptapp("Resolve").GetVersion()
found["environment"] = [os.environ["PYTHONHOME"] == os.environ["PYTHONPATH"], sys.argv]
import DaVinciResolveScript
found["module"] = DaVinciResolveScript.scriptapp("Resolve").GetProductName()
timeline = resolve.GetProjectManager().GetCurrentProject().GetCurrentTimeline()
item = timeline.GetItemListInTrack("video", 1)[0]
item.AddMarker(0, "Blue", json.dumps(found), "", 1, "")
"""


def run_script(folder: Path, script: str, python: str = "", **scenario: Any) -> Any:
    """The status of a menu script and what was left behind."""
    (folder / "scenario.json").write_text(json.dumps({**SCENARIO, **scenario}), encoding="utf-8")
    (folder / "script.py").write_text(script, encoding="utf-8")
    paths = [str(folder / name) for name in ("scenario.json", "script.py", "dump.json")]
    command = [python_of(python), "-B", "-W", "error", str(RUNNER), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done, json.loads((folder / "dump.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", ["", "3.6", "3.13"])
def test_a_menu_script_has_its_globals_and_no_file(tmp_path: Path, version: str) -> None:
    done, dump = run_script(tmp_path, SCRIPT, version)
    assert (done.returncode, done.stderr) == (0, "")
    [item] = dump["timelines"][0]["tracks"]["video"][0]["items"]
    assert json.loads(item["markers"]["0.0"]["name"]) == {
        "resolve": True,
        "fusion": True,
        "fu": True,
        "bmd": True,
        "app": True,
        "__file__": False,
        "same": True,
        "environment": [True, [""]],
        "module": "DaVinci Resolve Studio",
    }


WRITING = """
import sys, threading
def refused(work):
    try:
        work()
    except Exception as error:
        seen.append(type(error).__name__)
seen = [name for name in dir(sys.stdout) if not name.startswith("__")]
refused(lambda: sys.stdout.flush())
refused(lambda: sys.stdout.write(b"bytes"))
thread = threading.Thread(target=refused, args=(lambda: sys.stdout.write("from a thread"),))
thread.start()
thread.join()
print(seen)
"""


@pytest.mark.parametrize("version", ["", "3.6"])
def test_a_scripts_stdout_can_write_and_nothing_else_in_its_own_thread(
    tmp_path: Path, version: str
) -> None:
    done, _ = run_script(tmp_path, WRITING, version)
    assert done.stdout == "['write', 'AttributeError', 'TypeError', 'SystemError']\n"
    assert done.stderr == "refused from another thread: from a thread"
    done, _ = run_script(tmp_path, "import sys; sys.stdout.flush()", version)
    assert "has no attribute 'flush'" in done.stderr
    done, _ = run_script(tmp_path, WRITING, version, behaviour={"stdout": "stream"})
    assert "'encoding'" in done.stdout and done.stderr == ""


def test_a_scenario_says_which_globals_there_are(tmp_path: Path) -> None:
    script = "assert 'resolve' not in globals() and app.GetResolve().OpenPage('color')"
    done, dump = run_script(tmp_path, script, globals=["app"])
    assert (done.returncode, dump["page"]) == (0, "color")


def test_resolve_can_put_its_objects_into_main_instead(tmp_path: Path) -> None:
    script = (
        "import __main__; assert 'resolve' not in globals(); __main__.resolve.OpenPage('color')"
    )
    done, dump = run_script(tmp_path, script, globals=[], in_main=["resolve"])
    assert (done.returncode, dump["page"]) == (0, "color")


def test_a_script_that_fails_or_leaves_suddenly_leaves_its_state(tmp_path: Path) -> None:
    for ending, status in (("raise SystemExit(5)", 5), ("import os; os._exit(7)", 7)):
        done, dump = run_script(tmp_path, "resolve.OpenPage('color'); " + ending)
        assert (done.returncode, dump["page"]) == (status, "color")


@pytest.mark.parametrize(("version", "status"), [("21.0.4", 0), ("21.1.0", NOT_STARTED)])
def test_no_script_starts_in_the_free_edition_from_21_1_on(
    tmp_path: Path, version: str, status: int
) -> None:
    scenario = {"version": version, "edition": "free"}
    done, dump = run_script(tmp_path, "resolve.OpenPage('color')", **scenario)
    assert done.returncode == status
    assert dump["page"] == ("edit" if status else "color")


def test_scripts_from_outside_need_studio() -> None:
    for edition, there in (("studio", True), ("free", False)):
        app = ResolveDouble({"edition": edition})
        assert (scriptapp(app, "Resolve") is not None) == there
        assert (menu_globals(app, ["bmd"])["bmd"].scriptapp("Resolve") is not None) == there
    assert scriptapp(ResolveDouble({}), "Fusion") is None


@pytest.mark.parametrize("version", VERSIONS)
def test_the_free_edition_has_windows_up_to_19_0(version: str) -> None:
    scene = Scene(version=version, edition="free")
    there = version in ("18.5.1", "19.0.1")
    fusion = menu_globals(scene.app, ["fusion"])["fusion"]
    assert (fusion.UIManager is not None) == there
    assert (scene.resolve.GetProjectManager() is False) == (not there)
    assert ("free" in scene.app.dump()["modal"]) == (not there)
    studio = menu_globals(Scene(version=version).app, ["fusion"])["fusion"]
    assert studio.UIManager is not None


def test_a_function_of_studio_opens_a_dialog_in_the_free_edition() -> None:
    assert Scene().timeline.DetectSceneCuts() is False
    scene = Scene(edition="free")
    timeline = scene.timeline
    assert timeline.GetName() == "Timeline 1"
    assert timeline.DetectSceneCuts() is False
    assert timeline.GetName() is False


def window(app: ResolveDouble) -> Any:
    """A small dialog, as scripts write it; returns what it came to."""
    names = menu_globals(app, ["fusion", "bmd"])
    ui = names["fusion"].UIManager
    dispatcher = names["bmd"].UIDispatcher(ui)
    speed = ui.SpinBox({"ID": "Speed", "Value": 50, "Minimum": 1})
    model = ui.ComboBox({"ID": "Model"})
    start = ui.Button({"ID": "Start", "Text": "Start"})
    content = ui.VGroup([ui.Label({"Text": "Speed"}), ui.HGroup([speed, model]), start])
    window = dispatcher.AddWindow({"ID": "w", "WindowTitle": "Retime"}, [content])
    window.Find("Model").AddItems(["slowglass", "blend"])
    items = window.GetItems()
    window.On.Start.Clicked = lambda event: dispatcher.ExitLoop(items["Speed"].Value)
    window.On["w"].Close = lambda event: dispatcher.ExitLoop("closed")
    window.Show()
    code = dispatcher.RunLoop()
    window.Hide()
    return code


def test_a_scenario_plays_upon_a_window() -> None:
    click = {"id": "Start", "event": "Clicked", "set": {"Speed": {"Value": 25}}}
    app = ResolveDouble({"clicks": [click]})
    assert window(app) == 25
    [seen] = app.dump()["windows"]
    assert seen["WindowTitle"] == "Retime"


def test_without_clicks_the_window_is_closed() -> None:
    assert window(ResolveDouble({})) == "closed"


def test_elements_that_no_document_names_are_none() -> None:
    ui = menu_globals(ResolveDouble({}), ["fusion"])["fusion"].UIManager
    assert (ui.ProgressBar, ui.DoubleSpinBox) == (None, None)
    assert ui.Label({"Text": "Speed"}).Nothing is None


def test_a_loop_that_nobody_ends_is_noted() -> None:
    app = ResolveDouble({})
    names = menu_globals(app, ["fu", "bmd"])
    dispatcher = names["bmd"].UIDispatcher(names["fu"].UIManager)
    dispatcher.AddWindow({"ID": "w"}, [names["fu"].UIManager.Label({"Text": "?"})])
    dispatcher.RunLoop()
    assert app.dump()["windows"][-1] == {"kind": "a loop that never ends"}


def test_fusion_knows_the_folders_that_the_scenario_names() -> None:
    fusion = menu_globals(ResolveDouble({"paths": {"Scripts:": "/scripts/"}}), ["fu"])["fu"]
    assert (fusion.MapPath("Scripts:"), fusion.MapPath("Comps:")) == ("/scripts/", "")
    assert fusion.GetResolve().GetCurrentPage() == "edit"
