"""The in-host client, in the Pythons that hosts have, against good and bad engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.common import launch
from slowglass.host_adapters.common.client import Engine
from slowglass.plugin.protocol import engine_file, jobs, messages
from tests import clips
from tests.tolerances import CANCEL_SECONDS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
DUMMY = HERE / "dummy_engine.py"
DESCRIBE = messages.request("describe")

# Resolve 16 brings 3.6 and Blender 4.2 brings 3.11; "" is the Python of the tests.
VERSIONS = ("", "3.6", "3.7", "3.9", "3.13")

EXPECTED = {
    "good": (["hello", "done"], None, ""),
    "flood": (["hello", "done"], None, ""),
    "no engine": (["error"], "engine_missing", "no program is known"),
    "crash": (["error"], "engine_died", "it said: no such library"),
    "silent": (["error"], "engine_silent", "within 0.3 s"),
    "chatty": (["error"], "protocol", "Welcome!"),
    "newer": (["error"], "protocol", "got 9 (Slowglass dummy)"),
    "breaks off": (["hello", "progress", "error"], "engine_died", "status 7; it said: out of luck"),
    "garbled": (["hello", "error"], "protocol", "{half a mess"),
    "cancelled": (["hello", "progress", "error"], "cancelled", "{'cancel': True}"),
    "deaf": (["hello", "progress", "error"], "cancelled", "was ended"),
}


def python_of(version: str) -> str:
    """The interpreter of a version, from the PATH or from pyenv; skip the test without one."""
    if not version:
        return sys.executable
    found = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))]
    if found is None or ".pyenv" in found:  # pyenv's own stand-ins may lead to no interpreter
        found = kept[-1] if kept else None
    if found is None:
        pytest.skip(f"there is no Python {version} here")
    return found


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """What goes into a host: the client and the protocol under another package name."""
    package = tmp_path / "slowglass_host"
    plugin, hosts = ROOT / "plugin/slowglass/plugin", ROOT / "host_adapters/slowglass/host_adapters"
    for source, name in ((plugin, "plugin"), (hosts, "host_adapters")):
        (package / name).mkdir(parents=True)
        shutil.copy(source / "__init__.py", package / name)
    shutil.copytree(plugin / "protocol", package / "plugin" / "protocol")
    shutil.copytree(hosts / "common", package / "host_adapters" / "common")
    (package / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("version", VERSIONS)
def test_every_python_of_a_host_sees_the_same(bundle: Path, version: str) -> None:
    command = [python_of(version), "-B", "-W", "error", str(HERE / "scenarios.py")]
    done = subprocess.run(
        [*command, str(bundle), sys.executable, str(DUMMY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    at_once = seen.pop("cancelled at once")
    assert (at_once["names"][-1], at_once["code"]) == ("error", "cancelled")
    assert seen.keys() == EXPECTED.keys()
    for name, (names, code, says) in EXPECTED.items():
        assert (seen[name]["names"], seen[name]["code"]) == (names, code), name
        assert says in seen[name]["message"], name


def test_nothing_of_the_engine_is_loaded_into_the_host() -> None:
    code = (
        "import sys\n"
        "from slowglass.host_adapters.common import client\n"
        "from slowglass.plugin.protocol import jobs\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "slowglass" in loaded
    assert not loaded & {"torch", "numpy", "av", "OpenImageIO", "cv2", "typer"}


def test_what_a_host_sets_for_itself_does_not_reach_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "/nowhere")
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("OCIO", "config.ocio")
    assert launch.clean_environment()["OCIO"] == "config.ocio"
    *_, done = Engine([sys.executable, str(DUMMY), "good"], DESCRIBE).events()
    assert done["result"]["env"] == []


def real_job(folder: Path, speed: str) -> dict[str, Any]:
    source = clips.write_movie(folder / "Zürich 50% #1.mkv", clips.movie_frames(8))
    time_map = {"kind": "speed", "speed": speed}
    return jobs.retime_job(str(source), str(folder / "s.####.exr"), time_map, model="blend")


def test_a_real_engine_killed_at_30_percent_is_noticed(tmp_path: Path) -> None:
    request = messages.request("retime", real_job(tmp_path, "1/16"))
    engine = Engine(launch.engine_command(sys.executable), request)
    process = 0
    for event in engine.events():
        process = event.get("process", process)
        if event.get("stage") == "make" and event["done"] == int(0.3 * event["total"]):
            os.kill(process, 9)
    assert (event["event"], event["code"]) == ("error", "engine_died")
    assert "what was finished is kept" in event["hint"]
    assert engine.finished
    assert 0 < len(list(tmp_path.glob("s.*.exr"))) < 16 * 8


@pytest.mark.parametrize("ending", ["pass", "import os, signal; os.kill(os.getpid(), 9)"])
def test_the_engine_ends_with_its_host_and_keeps_no_host_from_ending(
    tmp_path: Path, ending: str
) -> None:
    mark = tmp_path / "mark"
    job = {"output": str(mark)}
    host = (
        "from slowglass.host_adapters.common.client import Engine\n"
        "from slowglass.plugin.protocol import messages\n"
        f"command = {[sys.executable, '-I', str(DUMMY), 'leaves a mark']!r}\n"
        f"engine = Engine(command, messages.request('retime', {job!r}))\n"
        "next(engine.events())\n"
        "import time; time.sleep(0.3)\n"
    )
    subprocess.run([sys.executable, "-c", host + ending], check=False, timeout=30)
    deadline = time.monotonic() + CANCEL_SECONDS
    while not mark.exists():
        assert time.monotonic() < deadline, "the engine did not see its host end"
        time.sleep(0.02)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any engine."""
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    monkeypatch.delenv(launch.ENGINE_VARIABLE, raising=False)
    return tmp_path


def module_command(python: str) -> list[str]:
    return [python, "-I", "-m", "slowglass.plugin", "worker"]


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_the_nearest_setting_of_the_engine_counts(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert launch.find_engine() == []
    suffix = ".exe" if launch.WINDOWS else ""
    on_path = program(settings / "programs" / f"slowglass{suffix}")
    assert launch.find_engine() == [str(on_path), "worker"]
    engine_file.write_engine_file("/noted/python")
    assert launch.find_engine() == module_command("/noted/python")
    monkeypatch.setenv(launch.ENGINE_VARIABLE, "/environment/python")
    assert launch.find_engine() == module_command("/environment/python")
    assert launch.find_engine("/set/python") == module_command("/set/python")


def test_an_environment_or_its_program_leads_to_its_interpreter(tmp_path: Path) -> None:
    folder, suffix = ("Scripts", ".exe") if launch.WINDOWS else ("bin", "")
    python = program(tmp_path / "venv" / folder / f"python{suffix}")
    installed = program(tmp_path / "venv" / folder / f"slowglass{suffix}")
    assert launch.engine_command(str(tmp_path / "venv")) == module_command(str(python))
    assert launch.engine_command(str(installed)) == module_command(str(python))


@pytest.mark.skipif(launch.WINDOWS, reason="links need rights there")
def test_a_linked_program_leads_to_the_interpreter_where_it_is_installed(tmp_path: Path) -> None:
    python = program(tmp_path / "venv" / "bin" / "python")
    installed = program(tmp_path / "venv" / "bin" / "slowglass")
    link = tmp_path / "slowglass"
    link.symlink_to(installed)
    assert launch.engine_command(str(link)) == module_command(str(python))


def test_a_wrong_path_is_named(tmp_path: Path) -> None:
    command = launch.engine_command(str(tmp_path / "python"))
    [event] = Engine(command, DESCRIBE).events()
    assert (event["code"], event["path"]) == ("engine_missing", command[0])
    assert "path" in event["hint"]
