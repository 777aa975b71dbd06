"""The built extension, from ``slowglass host`` to its removal, in each Blender."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slowglass.plugin import blender_bundle
from slowglass.plugin.cli.app import main
from slowglass.plugin.protocol.engine_file import read_engine_file
from tests.host_adapters.blender.bpy_process import USER_SETTINGS, Blender


@pytest.fixture
def clean(blender: Blender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blender]:
    """A Blender that has never been started, by a user who has no engine; so is this process."""
    clean = Blender(blender.version, blender.python, tmp_path / "user")
    for name, value in clean.environment().items():
        if name in (*USER_SETTINGS, "BLENDER_USER_RESOURCES"):
            monkeypatch.setenv(name, value)
    yield clean
    clean.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    assert main(["host", "build", "blender", "-o", str(tmp_path / "built")]) == 0
    [archive] = (tmp_path / "built").iterdir()
    return archive


def test_blenders_own_validator_takes_the_zip(blender: Blender, archive: Path) -> None:
    [tool] = blender.python.parents[1].glob("**/addons_core/bl_pkg/cli/blender_ext.py")
    done = subprocess.run(
        [blender.python, "-B", tool, "validate", archive], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Success" in done.stdout


def test_installed_by_the_command_it_finds_the_engine_and_runs(
    clean: Blender, images: Path, tmp_path: Path
) -> None:
    assert main(["host", "install", "blender"]) == 0
    found = clean.run("extension", step="run", images=str(images), folder=str(tmp_path / "out"))
    assert found["frames"] == 8
    assert Path(found["directory"]).parent == tmp_path / "out"
    assert not found["torch"]
    assert not found["registered"]
    installed = clean.user_folder / "blender" / "extensions" / "user_default" / "slowglass"
    assert (installed / "blender_manifest.toml").is_file()
    assert main(["host", "uninstall", "blender"]) == 0
    assert not installed.exists()


def test_installed_from_the_zip_it_is_enabled_and_goes_without_a_trace(
    clean: Blender, archive: Path
) -> None:
    found = clean.run("extension", step="install", archive=str(archive))
    assert found["registered"]
    assert found["folder"] == "//slowglass"
    found = clean.run("extension", step="uninstall")
    assert not found["registered"]
    assert not found["left"]


def test_the_same_sources_give_the_same_bytes() -> None:
    assert blender_bundle.extension_zip() == blender_bundle.extension_zip()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any Blender, in a folder that has a space and an accent."""
    home = tmp_path / "José M"
    for name in (*USER_SETTINGS, "APPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("BLENDER_USER_RESOURCES", raising=False)
    monkeypatch.setattr(Path, "home", lambda: home)
    return home


SETTINGS = {
    "linux": "blender",
    "darwin": "Library/Application Support/Blender",
    "win32": "Blender Foundation/Blender",
}


@pytest.mark.parametrize("system", SETTINGS)
def test_every_blender_with_extensions_gets_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for version in ("2.93", "3.6", "4.1", "4.2", "5.0", "5.10", "themes"):
        (home / SETTINGS[system] / version).mkdir(parents=True)
    installed = blender_bundle.install_blender()
    assert [path.parents[2].name for path in installed] == ["4.2", "5.0", "5.10"]
    (installed[0] / "left from an older version.py").touch()
    assert blender_bundle.install_blender() == installed
    assert not (installed[0] / "left from an older version.py").exists()
    assert [path.name for path in installed[0].parent.iterdir()] == ["slowglass"]
    assert blender_bundle.uninstall_blender() == installed
    assert blender_bundle.uninstall_blender() == []


def test_without_a_blender_the_command_says_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["host", "install", "blender"]) == 3
    message = capsys.readouterr().err
    assert "expected the settings of a Blender 4.2 or newer" in message
    assert "drag the zip into it" in message
    assert read_engine_file() == ""


def test_an_unknown_host_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "build", "nuke"]) == 2
    assert "expected a host among blender" in capsys.readouterr().err
