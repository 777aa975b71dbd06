"""Installing the Resolve adapter: into the right folder, and out again without a trace."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from slowglass.plugin import resolve_bundle
from slowglass.plugin.cli.app import main
from slowglass.plugin.protocol.engine_file import settings_path

MENUS = {
    "linux": ".local/share/DaVinciResolve",
    "darwin": "Library/Application Support/Blackmagic Design/DaVinci Resolve",
    "win32": "Roaming/Blackmagic Design/DaVinci Resolve/Support",
}
SCRIPTS = {f"{entry}.py" for entry in resolve_bundle.MENU_ENTRIES}
CHANGED = "Slow to quarter speed.py"


@pytest.fixture(params=MENUS)
def menu(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a user has scripts for all pages, on each system; those of others are there."""
    home = tmp_path / "Benutzer Zoë #1"
    monkeypatch.setattr("sys.platform", request.param)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("APPDATA", str(home / "Roaming"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = home / MENUS[request.param] / "Fusion" / "Scripts" / "Utility"
    for other in ("Their tool.py", "Slowglass/Their preset.lua", "Slowglass/Deep/er.py"):
        path = folder / other
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"print('{other}')")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def ran(capsys: pytest.CaptureFixture[str], what: str) -> Any:
    """What a command says as JSON."""
    capsys.readouterr()
    assert main(["host", what, "resolve", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_installing_and_uninstalling_leaves_what_others_wrote(
    menu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(tmp_path)
    said = ran(capsys, "install")
    assert said["kept"] == []
    scripts = {Path(path).name for path in said["installed"] if Path(path).parent.name != "resolve"}
    assert scripts == {*SCRIPTS, resolve_bundle.PATH_FILE}
    assert set(contents(menu)) == {
        "Their tool.py",
        "Slowglass/Their preset.lua",
        "Slowglass/Deep/er.py",
        *(f"Slowglass/{script}" for script in SCRIPTS),
    }
    noted = Path(settings_path(resolve_bundle.PATH_FILE)).read_text(encoding="utf-8").strip()
    assert zipfile.is_zipfile(noted)
    assert set(ran(capsys, "uninstall")["removed"]) == set(said["installed"])
    after = contents(tmp_path)
    engine = Path(settings_path("engine.txt")).relative_to(tmp_path).as_posix()
    assert after.pop(engine)
    assert after == before
    assert ran(capsys, "uninstall") == {"removed": [], "kept": []}


def test_an_update_replaces_ours_and_removes_what_is_not_ours_any_more(
    menu: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as older:
        older.setattr(resolve_bundle, "MENU_ENTRIES", ("Slow to half speed", "An old entry"))
        older.setattr(resolve_bundle, "host_zip", lambda: b"an older zip")
        ran(capsys, "install")
        assert (menu / "Slowglass" / "An old entry.py").exists()
    assert ran(capsys, "install")["kept"] == []
    assert not (menu / "Slowglass" / "An old entry.py").exists()
    assert {path.name for path in (menu / "Slowglass").glob("*.py")} == SCRIPTS
    noted = Path(settings_path(resolve_bundle.PATH_FILE)).read_text(encoding="utf-8").strip()
    assert Path(noted).read_bytes() == resolve_bundle.host_zip()


def test_what_the_user_changed_is_kept_and_told(
    menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(capsys, "install")
    changed = menu / "Slowglass" / CHANGED
    changed.write_text("print('my own')")
    for what in ("install", "uninstall"):
        assert ran(capsys, what)["kept"] == [str(changed)]
        assert changed.read_text() == "print('my own')"
    assert set(contents(menu / "Slowglass")) == {CHANGED, "Their preset.lua", "Deep/er.py"}


def test_a_script_of_the_same_name_that_was_there_is_not_ours(
    menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = menu / "Slowglass" / CHANGED
    theirs.write_text("print('somebody else')")
    assert main(["host", "install", "resolve"]) == 0
    assert f"not as we wrote it: {theirs}" in capsys.readouterr().out.replace("\n", "")
    assert ran(capsys, "uninstall")["kept"] == []
    assert theirs.read_text() == "print('somebody else')"


def test_the_app_stores_resolve_is_told_that_it_cannot(
    menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "App Store cannot"
    assert main(["host", "install", "resolve"]) == 0
    assert told not in capsys.readouterr().out.replace("\n", " ")
    app = "com.blackmagic-design.DaVinciResolveLite"
    (Path.home() / "Library" / "Containers" / app).mkdir(parents=True)
    assert main(["host", "install", "resolve"]) == 0
    said = capsys.readouterr().out.replace("\n", " ")
    assert (told in said) == (sys.platform == "darwin")


def test_what_was_written_before_a_failure_is_removed(
    menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = menu / "Slowglass" / CHANGED
    in_the_way.mkdir()
    assert main(["host", "install", "resolve"]) == 4
    assert ran(capsys, "uninstall")["removed"]
    in_the_way.rmdir()
    assert not list(menu.glob("Slowglass/*.py"))


def test_a_folder_of_ours_that_is_empty_goes(
    menu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in sorted((menu / "Slowglass").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    ran(capsys, "install")
    ran(capsys, "uninstall")
    assert not (menu / "Slowglass").exists()
    assert set(contents(menu)) == {"Their tool.py"}


def test_a_damaged_list_makes_nothing_ours(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(capsys, "install")
    Path(settings_path("resolve"), "installed.json").write_text("[]")
    assert ran(capsys, "uninstall") == {"removed": [], "kept": []}
    assert SCRIPTS < {path.name for path in (menu / "Slowglass").iterdir()}
    assert ran(capsys, "install")["kept"] == []  # the same content, so it is ours again
    assert len(ran(capsys, "uninstall")["removed"]) == len(SCRIPTS) + 2


def test_the_bundle_is_built_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "build", "resolve", "-o", str(tmp_path), "--json"]) == 0
    path = json.loads(capsys.readouterr().out)["path"]
    with zipfile.ZipFile(path) as archive:
        assert resolve_bundle.HOST_ZIP in archive.namelist()
        assert "Slowglass/Slow to half speed.py" in archive.namelist()
