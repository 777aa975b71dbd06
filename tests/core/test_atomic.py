import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from slowglass.core import atomic
from slowglass.core.errors import OutputError


def dead_process_number() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_temporary_name_is_hidden_beside_the_final_one_and_keeps_its_suffix() -> None:
    temporary = atomic.temporary_name(Path("a b") / "shöt %d #.0001.exr")
    assert temporary.parent == Path("a b")
    assert temporary.name.startswith(".shöt %d #.0001.")
    assert temporary.name.endswith(f"-{os.getpid()}.part.exr")


def test_publish_replaces_the_final_file(tmp_path: Path) -> None:
    final = tmp_path / "frame.0001.exr"
    final.write_bytes(b"old")
    temporary = atomic.temporary_name(final)
    temporary.write_bytes(b"new")
    atomic.publish(temporary, final)
    assert final.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [final]


def test_publish_of_a_file_that_is_gone_tells_the_reason_and_the_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"No such file|cannot find") as caught:
        atomic.publish(tmp_path / ".x.part", tmp_path / "x")
    assert caught.value.path == str(tmp_path / "x")
    assert caught.value.exit_code == 4


def test_publish_over_a_folder_leaves_no_temporary_file(tmp_path: Path) -> None:
    final = tmp_path / "frame.exr"
    final.mkdir()
    temporary = atomic.temporary_name(final)
    temporary.write_bytes(b"new")
    with pytest.raises(OutputError):
        atomic.publish(temporary, final)
    assert list(tmp_path.iterdir()) == [final]


def test_replacing_publishes_at_the_end(tmp_path: Path) -> None:
    final = tmp_path / "manifest.json"
    with atomic.replacing(final) as temporary:
        temporary.write_text("{}", encoding="utf-8")
        assert not final.exists()
    assert final.read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("ours")])
def test_replacing_leaves_nothing_when_the_work_fails(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), atomic.replacing(tmp_path / "x.json") as temporary:
        temporary.write_text("{")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_output_error_with_advice(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="No space left") as caught,
        atomic.replacing(tmp_path / "x.exr"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "free some space" in caught.value.hint


def test_sweep_removes_only_what_dead_processes_of_this_machine_left(tmp_path: Path) -> None:
    mine = atomic.temporary_name(tmp_path / "shot.0001.exr")
    dead = tmp_path / mine.name.replace(f"-{os.getpid()}.", f"-{dead_process_number()}.")
    elsewhere = tmp_path / dead.name.replace(atomic._HOST, "another_host")
    users = tmp_path / "shot.0001.exr"
    hidden = tmp_path / ".shot.part.exr"
    for path in (mine, dead, elsewhere, users, hidden):
        path.write_bytes(b"x")
    assert atomic.sweep(tmp_path) == (dead,)
    assert sorted(tmp_path.iterdir()) == sorted([mine, elsewhere, users, hidden])


def test_sweep_of_a_folder_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    assert atomic.sweep(tmp_path / "none") == ()


def test_a_temporary_folder_goes_and_takes_those_of_the_dead_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / f"slowglass-{atomic._HOST}-{dead_process_number()}-abc"
    alive = tmp_path / f"slowglass-{atomic._HOST}-{os.getpid()}-abc"
    others = tmp_path / f"slowglass-other-{dead_process_number()}-abc"
    for folder in (dead, alive, others):
        folder.mkdir()
        (folder / "file").touch()
    with atomic.temporary_folder() as folder:
        assert folder.parent == tmp_path
        assert sorted(tmp_path.iterdir()) == sorted((alive, others, folder))
    assert sorted(tmp_path.iterdir()) == sorted((alive, others))
