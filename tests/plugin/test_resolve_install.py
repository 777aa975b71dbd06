"""Installing the Resolve adapter: into the right folder, and out again without a trace."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from slowglass.plugin import resolve_bundle
from slowglass.plugin.cli.app import main
from slowglass.plugin.protocol.engine_file import settings_path

MENUS = {
    "linux": ".local/share/DaVinciResolve",
    "darwin": "Library/Application Support/Blackmagic Design/DaVinci Resolve",
    "win32": "Roaming/Blackmagic Design/DaVinci Resolve/Support",
}


@pytest.fixture(params=MENUS)
def menu(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's own scripts for all pages, on each system."""
    monkeypatch.setattr("sys.platform", request.param)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / MENUS[request.param] / "Fusion" / "Scripts" / "Utility"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_installing_twice_and_uninstalling_leaves_what_others_wrote(
    tmp_path: Path, menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = menu / "Slowglass" / "somebody else.py"
    other.parent.mkdir(parents=True)
    other.write_text("print('hello')")
    for _ in range(2):
        assert main(["host", "install", "resolve"]) == 0
    scripts = {f"{entry}.py" for entry in resolve_bundle.MENU_ENTRIES}
    assert files(menu / "Slowglass") == {*scripts, other.name}
    noted = Path(settings_path(resolve_bundle.PATH_FILE)).read_text(encoding="utf-8").strip()
    assert zipfile.is_zipfile(noted)
    assert main(["host", "uninstall", "resolve"]) == 0
    engine = Path(settings_path("engine.txt")).relative_to(tmp_path).as_posix()
    assert files(tmp_path) == {other.relative_to(tmp_path).as_posix(), engine}
    other.unlink()
    assert main(["host", "install", "resolve"]) == 0
    assert main(["host", "uninstall", "resolve"]) == 0
    assert not (menu / "Slowglass").exists()
    capsys.readouterr()
    assert main(["host", "uninstall", "resolve", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": []}


def test_the_bundle_is_built_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "build", "resolve", "-o", str(tmp_path), "--json"]) == 0
    path = json.loads(capsys.readouterr().out)["path"]
    with zipfile.ZipFile(path) as archive:
        assert resolve_bundle.HOST_ZIP in archive.namelist()
        assert "Slowglass/Slow to 50 %.py" in archive.namelist()
