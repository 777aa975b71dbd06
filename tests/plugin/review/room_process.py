"""A room as a user opens it: a process and its address."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def opened_room(*arguments: str) -> Iterator[str]:
    """Give the address of a room that a command opens; it works once."""
    command = [sys.executable, "-m", "slowglass.plugin", *arguments, "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
