"""The real menu scripts, in another interpreter and without ``__file__``."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.media.open import open_source
from slowglass.core.pixels import unit_values
from slowglass.host_adapters.resolve import menu
from slowglass.plugin import resolve_bundle
from slowglass.plugin.protocol.engine_file import (
    read_engine_file,
    settings_path,
    write_engine_file,
)
from slowglass.plugin.resolve_install import install_resolve
from tests import clips
from tests.doubles import resolve as double
from tests.host_adapters.test_client import python_of

RUNNER = Path(double.__file__ or "").parent / "run_menu_script.py"
DUMMY = Path(__file__).parent / "dummy_slowglass.py"
NOT_STARTED = 3
HALF_CODE = 2.0**-11
OLDEST, NEWEST = "3.6", "3.13"
STREAM = {"stdout": "stream"}
"""Behaviour of a Resolve that leaves Python its own stdout."""


@pytest.fixture
def installed(tmp_path: Path, settings: Path) -> Path:
    """The folder with the menu scripts, and the path file that leads to the rest."""
    bundle = tmp_path / "bündle"
    bundle.mkdir()
    with zipfile.ZipFile(resolve_bundle.build_resolve(tmp_path / "dist")) as archive:
        archive.extractall(bundle)
    note = Path(settings_path(resolve_bundle.PATH_FILE))
    note.parent.mkdir(parents=True)
    note.write_text(str(bundle / resolve_bundle.HOST_ZIP) + "\n", encoding="utf-8")
    return bundle / resolve_bundle.MENU_FOLDER


def scenario(source: Path, **more: Any) -> dict[str, Any]:
    shot = {"id": "shot", "media": "m", "at": 0, "frames": 6, "source_start": 1}
    return {
        "media": {"m": {"path": str(source), "frames": 8, "rate": "24"}},
        "timelines": [{"name": "Edit", "playhead": 1, "video": [[shot]]}],
        **more,
    }


def run_script(
    folder: Path, script: Path, document: dict[str, Any], python: str, engine: str
) -> tuple[subprocess.CompletedProcess[str], Any]:
    """Run a menu script; return what it printed and what became of Resolve."""
    (folder / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    arguments = [str(folder / "scenario.json"), str(script), str(folder / "dump.json")]
    environment = {
        **os.environ,
        "SLOWGLASS_ENGINE": engine,
        "PYTHONIOENCODING": "ascii:strict" if STREAM in document.values() else "utf-8",
        "BROWSER": "false",
    }
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, "-B", str(RUNNER), *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=120,
    )
    return done, json.loads((folder / "dump.json").read_text(encoding="utf-8"))


def placed(dump: Any) -> list[tuple[int, int]]:
    """Start and end of what is on track 2."""
    tracks = dump["timelines"][0]["tracks"]["video"]
    return [(item["start"], item["end"]) for item in tracks[1]["items"]] if tracks[1:] else []


@pytest.fixture
def dummy_engine(tmp_path: Path) -> str:
    """A program named slowglass that writes tiny frames."""
    if os.name == "nt":
        pytest.skip("programs of one line are for POSIX")
    program = tmp_path / "slowglass"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{DUMMY}"\n')
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_a_menu_script_retimes_with_an_engine_of_its_own(
    tmp_path: Path, installed: Path, dummy_engine: str, version: str
) -> None:
    source = tmp_path / "Zürich.mov"
    source.touch()
    script = installed / "Slow to half speed.py"
    python = python_of(version)
    done, dump = run_script(tmp_path, script, scenario(source), python, dummy_engine)
    assert (done.returncode, done.stderr) == (0, "")
    assert placed(dump) == [(86400, 86412)], done.stdout
    assert "Slowglass: Zürich 50pc: 12 frames lie on video track 2" in done.stdout
    assert "frames, 0 s left" in done.stdout


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("entry", resolve_bundle.MENU_ENTRIES)
def test_every_entry_runs_to_its_end_in_resolve_as_it_is(
    tmp_path: Path, installed: Path, dummy_engine: str, entry: str, version: str
) -> None:
    source = tmp_path / "take.mov"
    source.touch()
    retimes = entry == menu.RETIME or entry in menu.PRESETS
    clicks = [{"id": "Start", "event": "Clicked"}]
    document = scenario(source, clicks=clicks) if retimes else {"version": "21.1.0"}
    done, dump = run_script(
        tmp_path, installed / f"{entry}.py", document, python_of(version), dummy_engine
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "unexpectedly" not in done.stdout
    if retimes:
        assert len(placed(dump)) == 1, done.stdout


def test_a_stdout_that_cannot_write_a_name_shows_question_marks(
    tmp_path: Path, installed: Path, dummy_engine: str
) -> None:
    source = tmp_path / "Zürich.mov"
    source.touch()
    document = scenario(source, behaviour=STREAM)
    done, _ = run_script(
        tmp_path, installed / "Slow to half speed.py", document, sys.executable, dummy_engine
    )
    assert "Slowglass: Z?rich 50pc: 12 frames lie on video track 2" in done.stdout


def test_the_real_engine_makes_the_frames(tmp_path: Path, installed: Path) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(8))
    script = installed / "Fill existing retime.py"
    document = scenario(source)
    document["timelines"][0]["video"][0][0]["speed"] = "1/2"
    python = python_of(OLDEST)
    done, dump = run_script(tmp_path, script, document, python, sys.executable)
    assert (done.returncode, done.stderr) == (0, "")
    assert placed(dump) == [(86400, 86406)], done.stdout
    assert "in the browser: http://127.0.0.1:" in done.stdout
    (manifest,) = tmp_path.glob("slowglass/*/*.json")
    made = sorted(manifest.parent.glob("*.exr"))
    assert len(made) == 6
    with open_source(str(source)) as opened:
        for k, index in ((0, 1), (2, 2), (4, 3)):
            code = unit_values(opened.read(index).layers[0].pixels)
            np.testing.assert_allclose(clips.read_picture(made[k]), code, atol=HALF_CODE)


def test_every_entry_of_the_menu_has_its_script(installed: Path) -> None:
    assert menu.ENTRIES == resolve_bundle.MENU_ENTRIES
    for entry in resolve_bundle.MENU_ENTRIES:
        assert re.fullmatch("[A-Za-z ]+", entry), "a menu may cut names at other signs"
        source = (installed / f"{entry}.py").read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 6))
        assert f'ENTRY = "{entry}"' in source
        assert "__file__" not in source


def test_frames_that_wait_are_placed_from_the_menu(tmp_path: Path, installed: Path) -> None:
    script = installed / "Place finished frames.py"
    done, _ = run_script(tmp_path, script, scenario(tmp_path / "x.mov"), python_of(OLDEST), "none")
    assert (
        done.stdout == "Slowglass: There is nothing to place: all results are where they belong.\n"
    )


def test_the_smoke_test_runs_from_the_menu(tmp_path: Path, installed: Path, settings: Path) -> None:
    done, dump = run_script(
        tmp_path, installed / "Smoke test.py", {"version": "21.1.0"}, python_of(OLDEST), "none"
    )
    assert (done.returncode, done.stderr) == (0, "")
    (report,) = settings.glob("Slowglass/smoke_test_001/report.json")
    assert json.loads(report.read_text(encoding="utf-8"))["surroundings"]["has __file__"] is False
    assert dump["timelines"][0]["name"] == "Slowglass smoke test"


def test_where_no_dialog_opens_the_other_entries_are_named(tmp_path: Path, installed: Path) -> None:
    source = tmp_path / "x.mov"
    source.touch()
    document = scenario(source, edition="free")
    script = installed / "Retime.py"
    done, dump = run_script(tmp_path, script, document, python_of(OLDEST), "none")
    assert (done.returncode, done.stderr) == (0, "")
    assert "opens no dialogs for scripts. Use the entries with a speed" in done.stdout
    assert placed(dump) == []


def test_without_the_path_file_the_user_is_told(tmp_path: Path, installed: Path) -> None:
    os.remove(settings_path(resolve_bundle.PATH_FILE))
    script = installed / "Slow to quarter speed.py"
    document = scenario(tmp_path / "x.mov")
    done, dump = run_script(tmp_path, script, document, python_of(OLDEST), "none")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Run: slowglass host install resolve" in done.stdout
    assert dump["calls"] == []


@pytest.mark.skipif(os.name == "nt", reason="BROWSER is read on POSIX only")
def test_an_old_python_is_told_kindly(tmp_path: Path, installed: Path, settings: Path) -> None:
    python, opener = python_of("2.7"), tmp_path / "programs" / "open"
    for script in sorted(installed.glob("*.py")):
        done = subprocess.run(
            [python, str(script)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "BROWSER": str(opener)},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "Resolve runs its scripts with Python 2.7 here" in done.stdout
    notice = settings / "Slowglass" / "message.html"
    assert "Install Python 3.10 to 3.12" in notice.read_text("utf-8")
    assert str(notice) in (settings / "opened").read_text()


def test_the_app_stores_resolve_is_told_that_it_cannot(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "Library" / "Containers" / "com.x" / "Data"))
    document = scenario(tmp_path / "x.mov")
    script = installed / "Slow to half speed.py"
    done, dump = run_script(tmp_path, script, document, sys.executable, "none")
    assert "this DaVinci Resolve is of Apple's App Store" in done.stdout
    assert dump["calls"] == []


def test_a_broken_bundle_is_told(tmp_path: Path, installed: Path, settings: Path) -> None:
    (installed.parent / resolve_bundle.HOST_ZIP).write_bytes(b"no zip")
    document = scenario(tmp_path / "x.mov")
    script = installed / "Slow to quarter speed.py"
    done, _ = run_script(tmp_path, script, document, python_of(OLDEST), "none")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Run: slowglass host install resolve" in done.stdout
    assert (settings / "Slowglass" / "message.html").exists()


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="of Linux alone")
@pytest.mark.parametrize("known_to", ["the shell", "the desktop"])
def test_a_desktop_with_other_settings_than_the_shell_finds_the_bundle_and_the_engine(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch, known_to: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "another home"))
    if known_to == "the desktop":
        monkeypatch.delenv("XDG_CONFIG_HOME")
    install_resolve()
    write_engine_file("/an/engine")
    if known_to == "the desktop":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    else:
        monkeypatch.delenv("XDG_CONFIG_HOME")
    assert read_engine_file() == "/an/engine"
    done, _ = run_script(
        tmp_path,
        installed / "Slow to quarter speed.py",
        scenario(tmp_path / "gone.mov"),
        sys.executable,
        "",
    )
    assert "is offline" in done.stdout


def test_without_an_engine_the_user_is_told(tmp_path: Path, installed: Path) -> None:
    source = tmp_path / "x.mov"
    source.touch()
    script = installed / "Slow to quarter speed.py"
    done, dump = run_script(tmp_path, script, scenario(source), sys.executable, "/no/python")
    assert (done.returncode, done.stderr) == (0, "")
    assert "expected the Slowglass engine" in done.stdout
    assert placed(dump) == []


@pytest.mark.parametrize(
    ("names", "in_main"),
    [(["app"], []), (["bmd"], []), (["fusion"], []), ([], ["resolve"]), ([], ["fu"]), ([], [])],
)
@pytest.mark.parametrize("edition", ["studio", "free"])
def test_resolve_is_found_in_whichever_way_it_gives_itself(
    tmp_path: Path, installed: Path, names: list[str], in_main: list[str], edition: str
) -> None:
    if edition == "free" and (names, in_main) in ((["bmd"], []), ([], [])):
        pytest.skip("scriptapp is for Studio")
    script = installed / "Slow to quarter speed.py"
    document = scenario(tmp_path / "gone.mov", globals=names, in_main=in_main, edition=edition)
    done, _ = run_script(tmp_path, script, document, sys.executable, "none")
    assert "is offline" in done.stdout, done.stdout + done.stderr


def test_where_scripts_do_not_start_nothing_happens(tmp_path: Path, installed: Path) -> None:
    document = scenario(tmp_path / "x.mov", version="21.1.0", edition="free")
    script = installed / "Slow to quarter speed.py"
    done, dump = run_script(tmp_path, script, document, sys.executable, "none")
    assert done.returncode == NOT_STARTED
    assert dump["calls"] == []


def test_the_bundle_is_the_same_each_time(tmp_path: Path) -> None:
    first = resolve_bundle.build_resolve(tmp_path / "a").read_bytes()
    assert resolve_bundle.build_resolve(tmp_path / "b").read_bytes() == first
