"""What is in the packages that people get: the wheel, and what it makes for the hosts."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from slowglass.core.version import __version__
from slowglass.plugin import blender_bundle, resolve_bundle

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("core", "plugin", "host_adapters")
LICENCES = ROOT / "plugin" / "slowglass" / "plugin" / "licences"
INFO = f"slowglass-{__version__}.dist-info"
FROM_THE_WHEEL = """
import sys
sys.path.insert(0, sys.argv[1])
from slowglass.plugin import blender_bundle
assert blender_bundle.__file__.startswith(sys.argv[1]), blender_bundle.__file__
sys.stdout.buffer.write(blender_bundle.extension_zip())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, made by the backend that pip would call."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(folder / f"slowglass-{__version__}-py3-none-any.whl")


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    sources = {
        path.relative_to(ROOT / part).as_posix()
        for part in PARTS
        for path in (ROOT / part / "slowglass").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if not name.startswith(f"{INFO}/")}
    assert packed == sources


def test_the_wheel_says_version_licence_and_command(wheel: zipfile.ZipFile) -> None:
    told = message_from_bytes(wheel.read(f"{INFO}/METADATA"))
    assert (told["Version"], told["License-Expression"]) == (__version__, "Apache-2.0")
    assert wheel.read(f"{INFO}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    commands = wheel.read(f"{INFO}/entry_points.txt").decode()
    assert "slowglass = slowglass.plugin.cli.app:main" in commands


def test_an_installed_wheel_makes_the_extension_that_the_checkout_makes(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    command = [sys.executable, "-I", "-c", FROM_THE_WHEEL, str(tmp_path)]
    made = subprocess.run(command, capture_output=True, check=True).stdout
    assert made == blender_bundle.extension_zip()


def test_the_packages_for_hosts_hold_the_licences_that_they_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(blender_bundle.build_blender(tmp_path)) as extension:
        for name in ("GPL-3.0-or-later", "Apache-2.0"):
            text = (LICENCES / f"{name}.txt").read_bytes()
            assert extension.read(f"LICENSES/{name}.txt") == text
        for name in ("__init__.py", "blender_manifest.toml"):
            assert b"SPDX-License-Identifier: GPL-3.0-or-later\n" in extension.read(name)
    with zipfile.ZipFile(resolve_bundle.build_resolve(tmp_path)) as archive:
        assert archive.read("LICENSES/Apache-2.0.txt") == (ROOT / "LICENSE").read_bytes()
        script = archive.read(f"{resolve_bundle.MENU_FOLDER}/Slow to half speed.py")
        assert script.startswith(b"# SPDX-License-Identifier: Apache-2.0\n")


def test_the_licence_of_the_project_is_one_text() -> None:
    assert (LICENCES / "Apache-2.0.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()
