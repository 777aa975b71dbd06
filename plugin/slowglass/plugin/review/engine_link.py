"""The room's end of an engine process: asked from several threads, started when it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from slowglass.core.errors import SlowglassError

OnEvent = Callable[[dict[str, Any]], None]


@dataclass
class _Asked:
    """A request that is not answered yet."""

    process: subprocess.Popen[bytes]
    on_event: OnEvent
    answer: Future[dict[str, Any]] = field(default_factory=Future)


class EngineLink:
    """One engine process at most; another one comes where it died."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._asked: dict[int, _Asked] = {}
        self._last = 0

    def ask(self, request: dict[str, Any], on_event: OnEvent = lambda _: None) -> int:
        """Send a request; return its number, by which `result` waits and `cancel` stops it."""
        with self._lock:
            self._last += 1
            number = self._last
            if self._process is None or self._process.poll() is not None:
                self._process = self._start()
            asked = self._asked[number] = _Asked(self._process, on_event)
            try:
                self._write({"id": number, **request})
            except OSError:
                _lose(asked)
        return number

    def result(self, number: int) -> dict[str, Any]:
        """Wait for the result of a request.

        Raises:
            SlowglassError: it failed, or the process ended.
        """
        with self._lock:
            asked = self._asked[number]
        try:
            return asked.answer.result()
        finally:
            with self._lock:
                self._asked.pop(number, None)

    def cancel(self, number: int) -> None:
        """Ask for a request to be stopped; it then fails."""
        with self._lock, suppress(OSError):
            self._write({"cancel": number})

    def close(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
            listener = self._listener
        if process is not None and listener is not None:
            process.kill()
            listener.join()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "slowglass.plugin", "room-engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
        self._listener.start()
        return process

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Give each answer to who asked, until the process ends."""
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                event = json.loads(line)
                asked = self._asked.get(event["id"])
                if asked is not None:
                    _take(asked, event)
        process.wait()
        with self._lock:
            assert process.stdin is not None
            with suppress(OSError):  # what was written last may never have arrived
                process.stdin.close()
            lost = [asked for asked in self._asked.values() if asked.process is process]
        for asked in lost:
            _lose(asked)


def _lose(asked: _Asked) -> None:
    """Say that there will be no answer."""
    if not asked.answer.done():
        hint = "the console says more; less at once may fit into memory"
        message = "expected an answer, the engine process ended"
        asked.answer.set_exception(SlowglassError(message, hint=hint))


def _take(asked: _Asked, event: dict[str, Any]) -> None:
    """Learn from an event of the engine."""
    if event["event"] == "done":
        asked.answer.set_result(event["result"])
    elif event["event"] == "failed":
        asked.answer.set_exception(SlowglassError(event["message"]))
    else:
        asked.on_event(event)
