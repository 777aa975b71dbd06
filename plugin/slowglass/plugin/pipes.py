"""The pipes to the host: events out, cancelling in, and a watch on whether the host is there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Queue
from typing import Any

from slowglass.core.errors import CancelledError, SlowglassError
from slowglass.plugin.protocol.messages import encode, is_cancel

GRACE_SECONDS = 5.0
"""How long frames in work may take to be dropped in good order before the process just ends."""
READ_BYTES = 65536
LONGEST_LINE_BYTES = 64 << 20
"""Of the host: a job with a million positions, with room to spare."""


def take_pipes() -> tuple[int, int]:
    """Return file descriptors of what comes from the host and goes to it, for the caller alone.

    What is printed from now on, also by libraries in C and by children, goes to stderr. Standard
    input is empty for others: on Windows a library may hang while it is loaded if it asks for the
    kind of a pipe that somebody waits on.
    """
    sys.stdout.flush()
    incoming, outgoing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return incoming, outgoing


class HostPipes:
    """The only writer of events and the only reader of what the host says.

    ``stop`` is set when the host asks to cancel, closes its end of stdin or is gone, or a signal
    comes. Before the first progress nothing of a result exists: then the process ends at once,
    even in the middle of an import. Later the work has `GRACE_SECONDS` to end by itself.
    """

    def __init__(self, incoming: int, outgoing: int) -> None:
        """Read from one file descriptor, write to another."""
        self._incoming = incoming
        self._outgoing = outgoing
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._working = False
        self._first: Queue[bytes] = Queue()
        self.stop = threading.Event()

    @classmethod
    def take_over(cls) -> HostPipes:
        """Return the pipes of this process, and take them from everybody else in it."""
        return cls(*take_pipes())

    def first_line(self) -> bytes:
        """Return the host's first line, once it comes; listen on from then."""
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()
        return self._first.get()

    def send(self, event: str, **fields: Any) -> None:
        """Send an event; after the last one nothing more is sent."""
        if event == "progress":
            self._working = True
        with self._writing:
            if not self._ended.is_set():
                self._write(encode({"event": event, **fields}))

    def send_last(self, event: str, **fields: Any) -> bool:
        """Send done or error; return False if one of them was sent already."""
        with self._writing:
            if self._ended.is_set():
                return False
            self._write(encode({"event": event, **fields}))
            self._ended.set()
        return True

    def fail(self, fields: dict[str, Any]) -> int:
        """Send an error as the last event; return its exit code."""
        self.send_last("error", **fields)
        return int(fields["exit_code"])

    def _write(self, line: bytes) -> None:
        """Write all of a line; without a reader the host is gone."""
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._outgoing, rest) :]
        except OSError:
            self.stop.set()

    def _listen(self) -> None:
        """Hand on the first line, then wait for the word to stop, or for the end of the host."""
        with suppress(OSError):
            for number, line in enumerate(_lines(self._incoming)):
                if number == 0:
                    self._first.put(line)
                elif is_cancel(line):
                    break
        self.stop.set()

    def _watch(self) -> None:
        """See to it that the process ends soon after it is to stop."""
        self.stop.wait()
        if self._ended.wait(GRACE_SECONDS if self._working else 0):
            return
        error = CancelledError("stopped while frames were in work" if self._working else "stopped")
        if self.send_last("error", **error_fields(error)):
            os._exit(error.exit_code)


def error_fields(error: SlowglassError) -> dict[str, Any]:
    """Return the fields of an error event."""
    return {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "path": error.path,
        "frame": error.frame,
        "exit_code": error.exit_code,
    }


def _lines(descriptor: int) -> Iterator[bytes]:
    """Yield whole lines; unbuffered, so that no lock is held when the interpreter ends.

    Of a line that is longer than any of ours only the beginning comes, which is no JSON.
    """
    line = bytearray()
    while data := os.read(descriptor, READ_BYTES):
        first, *others = data.split(b"\n")
        line += first[: LONGEST_LINE_BYTES - len(line)]
        for other in others:
            yield bytes(line)
            line = bytearray(other)
