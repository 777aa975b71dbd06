"""What a process of ours settles for its libraries, and what it leaves to the user."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

RUN = """
import os, json
from slowglass.plugin.cli.app import main
main(["--version"])
print(json.dumps(os.environ.get("OMP_WAIT_POLICY")))
"""

CALLS = """
import ctypes
from types import SimpleNamespace
calls = []
library = SimpleNamespace(mallopt=lambda *arguments: calls.append(arguments))
ctypes.CDLL = lambda name: library
from slowglass.plugin import own_process
own_process.share_memory()
print(calls)
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="glibc's malloc")


def output(code: str, **settings: str) -> str:
    """Run code in an environment in which the user says nothing but ``settings``."""
    said = ("OMP_WAIT_POLICY", "KMP_BLOCKTIME", "GOMP_SPINCOUNT", "MALLOC_ARENA_MAX")
    environment = {name: value for name, value in os.environ.items() if name not in said}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def test_threads_wait_asleep() -> None:
    assert json.loads(output(RUN)) == "PASSIVE"


@pytest.mark.parametrize(
    ("name", "value", "policy"),
    [
        ("OMP_WAIT_POLICY", "ACTIVE", "ACTIVE"),
        ("KMP_BLOCKTIME", "200", None),
        ("GOMP_SPINCOUNT", "1000", None),
    ],
)
def test_what_the_user_says_of_waiting_stays(name: str, value: str, policy: str | None) -> None:
    assert json.loads(output(RUN, **{name: value})) == policy


@linux
def test_threads_share_one_arena_unless_the_user_says_how_many() -> None:
    assert output(CALLS) == "[(-8, 1)]"
    assert output(CALLS, MALLOC_ARENA_MAX="4") == "[]"


@linux
def test_a_c_library_without_arenas_is_left_alone() -> None:
    code = CALLS.replace("mallopt=lambda *arguments: calls.append(arguments)", "")
    assert output(code) == "[]"
