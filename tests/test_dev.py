"""dev.py: what it decides, without a network and without installing anything."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dev
import pytest

from tests.host_adapters.blender import bpy_process

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder, with a space and an accent in its name, that looks like an installed checkout."""
    root = tmp_path / "mon dépôt"
    python = Path(dev.venv_python(root))
    python.parent.mkdir(parents=True)
    python.touch()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    dev.stamp_path(root).write_text(dev.fingerprint(root), encoding="ascii")
    return root


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that dev.py would have run, in order; each succeeds."""
    seen: list[list[str]] = []

    def record(command: Sequence[str], **_options: Any) -> int:
        seen.append(list(command))
        return 0

    monkeypatch.setattr(dev, "run", record)
    return seen


def test_interpreter_lies_where_each_platform_puts_it() -> None:
    root = Path("checkout")
    assert Path(dev.venv_python(root, "posix")) == root / ".venv" / "bin" / "python"
    assert Path(dev.venv_python(root, "nt")) == root / ".venv" / "Scripts" / "python.exe"


def test_old_python_is_refused_with_the_version_that_is_needed() -> None:
    with pytest.raises(dev.SetupError, match=r"expected Python 3\.10 or newer, got 3\.9\.18"):
        dev.require_python((3, 9, 18))
    dev.require_python((3, 10, 0))


def test_old_python_can_read_the_file() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_minimum_python_is_that_of_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.search(r'requires-python = ">=(\d+)\.(\d+)"', project)
    assert wanted is not None
    assert dev.MINIMUM_PYTHON == tuple(map(int, wanted.groups()))


def test_second_start_installs_nothing(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "bpy_python", lambda: "python3.11")
    monkeypatch.delenv("SLOWGLASS_BPY_FOLDER", raising=False)
    for version in dev.BPY_VERSIONS:
        make_blender(checkout, version)
    assert dev.main(["test", "-k", "clock"]) == 0
    assert commands == [[dev.venv_python(checkout), "-m", "pytest", "-k", "clock"]]


def make_blender(checkout: Path, version: str) -> None:
    """Leave what an installation of Blender's module leaves."""
    folder = dev.bpy_folder(checkout, version)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bpy-installed").write_text(dev.BPY_VERSIONS[version], encoding="ascii")


@pytest.mark.parametrize("broken", ["no stamp", "no interpreter", "other project", "moved"])
def test_installation_is_not_trusted_when(broken: str, checkout: Path) -> None:
    assert dev.is_installed(checkout)
    if broken == "no stamp":
        dev.stamp_path(checkout).unlink()
    elif broken == "no interpreter":
        Path(dev.venv_python(checkout)).unlink()
    elif broken == "other project":
        (checkout / "pyproject.toml").write_text("[project] # changed\n", encoding="utf-8")
    else:
        checkout = checkout.rename(checkout.with_name("elsewhere"))
    assert not dev.is_installed(checkout)


def test_installation_ends_with_a_stamp(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_pip", lambda _root: True)
    dev.stamp_path(checkout).unlink()
    dev.install(checkout)
    assert dev.is_installed(checkout)
    assert commands[-1][-4:] == ["--group", "dev", "--editable", "."]


def test_failed_installation_leaves_no_stamp(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "has_pip", lambda _root: True)
    monkeypatch.setattr(dev, "run", lambda _command, **_options: 2)
    (checkout / "pyproject.toml").write_text("[project] # changed\n", encoding="utf-8")
    assert dev.main(["test"]) == 1
    assert "pip could not install" in capsys.readouterr().err
    assert not dev.stamp_path(checkout).exists()


def test_missing_blenders_are_installed_each_into_its_own_environment(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLOWGLASS_BPY_FOLDER", raising=False)
    monkeypatch.setattr(dev, "bpy_python", lambda: "python3.11")
    make_blender(checkout, "4.2")
    for version in ("4.5", "5.0"):
        dev.bpy_folder(checkout, version).mkdir()
    dev.install_blenders(checkout)
    made = [command[-1] for command in commands if "venv" in command]
    assert made == [str(dev.bpy_folder(checkout, version)) for version in ("4.5", "5.0")]
    assert [command[-1] for command in commands if "pip" in command] == [
        "bpy==4.5.15",
        "bpy==5.0.1",
    ]
    commands.clear()
    dev.install_blenders(checkout)
    assert commands == []


def test_blender_of_another_release_is_installed_again(checkout: Path) -> None:
    make_blender(checkout, "4.5")
    assert dev.is_blender_installed(checkout, "4.5")
    stamp = dev.bpy_folder(checkout, "4.5") / "bpy-installed"
    stamp.write_text("4.5.3", encoding="ascii")
    assert not dev.is_blender_installed(checkout, "4.5")


def test_the_lowest_versions_are_installed_and_tried(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", checkout)
    folder = checkout / ".venv-lowest"
    folder.mkdir()
    (checkout / "pyproject.toml").write_text(
        'requires = ["hatchling>=1.27"]\ndependencies = [\n    "av>=17.1,<19",\n    # why\n'
        '    "tomli>=2; python_version < \'3.11\'",\n]\ndev = [\n    "pytest>=8.3",\n]\n',
        encoding="utf-8",
    )
    assert dev.main(["lowest", "-x"]) == 0
    constraints = folder / "constraints.txt"
    assert constraints.read_text().split() == ["av==17.1", "tomli==2", "pytest==8.3"]
    install, tests = commands[-2:]
    assert install[install.index("--constraint") + 1] == str(constraints)
    assert tests[0] == dev.interpreter_in(folder)
    assert tests[-len(dev.LOWEST_TESTS) - 1 :] == [*dev.LOWEST_TESTS, "-x"]


def test_every_requirement_has_a_lower_bound_and_the_tests_for_them_exist() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(
        r"^(?:dependencies|timelines|dev) = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL
    )
    wanted = re.findall(r'^    "([\w.-]+)', "".join(lists), re.MULTILINE)
    assert len(lists) == 3
    assert [bound.partition("==")[0] for bound in dev.lowest_versions(project)] == wanted
    assert all((ROOT / test).exists() for test in dev.LOWEST_TESTS)


def test_each_blender_that_cannot_be_installed_is_one_line_and_the_tests_run(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail_pip(command: Sequence[str], **_options: Any) -> int:
        return int("pip" in command)

    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "run", fail_pip)
    monkeypatch.setattr(dev, "bpy_python", lambda: "python3.11")
    monkeypatch.delenv("SLOWGLASS_BPY_FOLDER", raising=False)
    assert dev.main(["test"]) == 0
    failures = [line for line in capsys.readouterr().err.splitlines() if "could not" in line]
    assert len(failures) == len(dev.BPY_VERSIONS)
    assert failures[0].endswith("could not install bpy==4.2.23: its tests are skipped")


def test_without_a_python_for_blender_one_line_says_so(
    checkout: Path,
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("SLOWGLASS_BPY_FOLDER", raising=False)
    monkeypatch.setattr(dev, "bpy_python", lambda: "")
    dev.install_blenders(checkout)
    [line] = capsys.readouterr().err.splitlines()
    assert "no Python 3.11 here: tests in Blender 4.2, 4.5, 5.0 are skipped" in line
    assert commands == []


def test_blenders_from_elsewhere_are_used_as_they_are(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOWGLASS_BPY_FOLDER", str(checkout))
    dev.install_blenders(checkout)
    assert commands == []


def test_blenders_are_those_that_the_tests_ask_for() -> None:
    assert tuple(dev.BPY_VERSIONS) == bpy_process.VERSIONS


def test_failure_on_a_full_disk_says_how_much_is_free() -> None:
    assert "only 1.5 GB are free" in dev.install_failure(1_500_000_000)
    assert "network" in dev.install_failure(100 * 10**9)


def test_python_without_venv_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(dev.SetupError, match=r"apt install python3\.\d+-venv"):
        dev.make_venv(tmp_path)


def test_check_runs_every_check_and_keeps_the_failure(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def fail_format(command: Sequence[str], **_options: Any) -> int:
        seen.append(command[2])
        return int("format" in command)

    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "run", fail_format)
    assert dev.main(["check"]) == 1
    assert seen == ["ruff", "ruff", "mypy"]


def test_exit_code_of_the_command_is_passed_on() -> None:
    assert dev.run([sys.executable, "-c", "raise SystemExit(3)"]) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_signal_becomes_the_exit_code_that_shells_use() -> None:
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert dev.run([sys.executable, "-c", kill]) == 128 + 15


def test_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 2
    assert "got 'tset'" in capsys.readouterr().err
