"""Where compiled code is kept, who waits for it, and who may run it at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import torch

from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT, RIGHT, WarpField

SMALL = (
    "import torch; from slowglass.core.composition import compose; "
    "from slowglass.core.field import WarpField; "
    "field = WarpField((0,), torch.zeros(1, 1, 2, 9, 9), torch.ones(1, 1, 9, 9)); "
    "assert compose(torch.ones(1, 1, 9, 9), torch.ones(1, 1, 9, 9), field).eq(1).all()"
)


def run(code: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_compiled_code_is_kept_in_the_users_cache_and_used_again(tmp_path: Path) -> None:
    run(SMALL, XDG_CACHE_HOME=str(tmp_path), HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbc")}
    assert len(kept) == 2, "packing and mixing, and nothing that was not called"
    run(SMALL, XDG_CACHE_HOME=str(tmp_path), HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbc")} == kept


def test_a_machine_without_compiled_code_says_that_it_compiles(tmp_path: Path) -> None:
    code = (
        "from slowglass.core import kernels; assert not kernels.are_kept(); "
        "import sys; assert 'numba' not in sys.modules; "
        "kernels.compile_kernels(); assert kernels.are_kept()"
    )
    run(code, XDG_CACHE_HOME=str(tmp_path), HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))


def test_code_that_lies_where_nothing_can_be_written_is_used_all_the_same(tmp_path: Path) -> None:
    folders = {name: str(tmp_path) for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")}
    run(SMALL, **folders)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    read_only = (
        "from slowglass.core.kernels import kept; kept.is_writable = lambda: False; "
        "from numba.core import event; compiled = event.RecordingListener(); "
        "event.register('numba:compile', compiled); "
    )
    run(f"{read_only}{SMALL}; assert not compiled.buffer", **folders)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == kept


def test_without_a_folder_to_write_to_frames_are_made_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    run(SMALL, XDG_CACHE_HOME=str(blocked), HOME=str(blocked), LOCALAPPDATA=str(blocked))


@pytest.mark.parametrize(
    "module", ["slowglass.core.composition.sampling", "slowglass.plugin.cli.app"]
)
def test_numba_is_loaded_by_who_computes_alone(module: str) -> None:
    run(f"import sys, {module}; assert 'numba' not in sys.modules")


def test_threads_that_compose_at_once_do_not_disturb_each_other() -> None:
    flow = torch.randn(1, 2, 2, 64, 64, generator=torch.Generator().manual_seed(1))
    field = WarpField((LEFT, RIGHT), flow, torch.full((1, 2, 64, 64), 0.5))
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(2))
    expected = compose(picture, picture * 2, field)
    made: list[torch.Tensor] = []

    def work() -> None:
        made.extend(compose(picture, picture * 2, field) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 80
    assert all(torch.equal(one, expected) for one in made)
