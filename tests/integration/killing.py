"""Commands in processes of their own that are killed at a chosen moment.

One child imports the program once and forks for each run, so that a run starts in no time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from tests.integration.writers import PROGRAM

POLL_SECONDS = 0.0005

_FORKING_CHILD = """
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os._exit(main(json.loads(line)))
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class Runner:
    """Starts runs in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._send, self._receive = _pipe(process.stdin), _pipe(process.stdout)

    def run(self, *words: str, kill_when: Callable[[], bool] | None = None) -> int:
        """Run a command, perhaps kill it; return its status, 9 if it was killed before its end."""
        print(json.dumps(words), file=self._send, flush=True)
        pid = self._number()
        if kill_when is not None:
            with suppress(ProcessLookupError):  # it is done
                while not kill_when():
                    os.kill(pid, 0)
                    time.sleep(POLL_SECONDS)
                os.kill(pid, signal.SIGKILL)
        return self._number()

    def _number(self) -> int:
        """Return the next line that is a number; the others are the program's own."""
        while not (line := self._receive.readline().strip()).isdigit():
            assert self._receive.readable()
        return int(line)


@contextmanager
def started_runner(program: str = "") -> Iterator[Runner]:
    """Give a runner, whose child ends with it; ``program`` is run in the child first."""
    command = [sys.executable, "-c", PROGRAM + program + _FORKING_CHILD]
    pipe: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **pipe) as process:
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
