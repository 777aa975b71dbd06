"""What no tracked file may hold."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LARGEST_FILE_BYTES = 8 * 2**20
"""As large as the sample clip may be."""
LARGEST_NETWORK_BYTES = 16 * 2**20
"""Weights that ship, and the states that training goes on from."""

# Absolute paths of a machine that somebody worked on; written so as not to match itself.
MACHINE_PATH = re.compile(rb"(?<![\w.~)}\]-])/(?:work|root)/[\w.-]")


def tracked_files() -> list[Path]:
    """The files of this checkout that git knows, and that are there."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True
    ).stdout
    paths = [ROOT / name.decode() for name in listing.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_path_of_a_build_machine() -> None:
    offenders = [
        f"{path.relative_to(ROOT).as_posix()}: {match[0].decode()}"
        for path in tracked_files()
        if (match := MACHINE_PATH.search(path.read_bytes()))
    ]
    assert offenders == []


def test_the_search_finds_a_machine_path_and_leaves_other_slashes_alone() -> None:
    slash = b"/"
    assert MACHINE_PATH.search(b"see " + slash + b"work/main")
    assert not MACHINE_PATH.search(b"frame" + slash + b"work/x, example.org" + slash + b"root/x")


def largest_bytes(path: Path) -> int:
    return LARGEST_NETWORK_BYTES if path.suffix == ".safetensors" else LARGEST_FILE_BYTES


def test_no_tracked_file_is_larger_than_its_kind_may_be() -> None:
    large = [path.name for path in tracked_files() if path.stat().st_size > largest_bytes(path)]
    assert large == []
