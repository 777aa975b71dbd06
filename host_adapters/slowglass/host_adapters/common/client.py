"""The engine as a host sees it: ask once, poll for events, cancel."""

import queue
import subprocess
import threading
from collections import deque
from typing import IO, Any, Deque, Iterator, List, Optional

from ...plugin.protocol.messages import (
    CANCEL,
    LAST_EVENTS,
    Message,
    ProtocolError,
    check_hello,
    decode_event,
    encode,
)
from . import failures
from .launch import start

HELLO_SECONDS = 60.0
"""For the engine's first word: a cold start under a virus scanner takes its time."""
GRACE_SECONDS = 10.0
"""For the engine to end by itself, once cancelled or done, before it is killed."""
TAIL_LINES = 30


class Engine:
    """One engine process that serves one request.

    Nothing here blocks and nothing raises: whatever goes wrong is an ``error`` event. The last
    event is ``done`` or ``error``, and the process is gone by the time that it comes. When the
    host ends, in whatever way, the engine sees its stdin close and ends as well.
    """

    def __init__(
        self,
        command: List[str],
        request: Message,
        hello_seconds: float = HELLO_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        """Start the engine.

        Args:
            command: what `launch.find_engine` returned.
            request: what `messages.request` built.
            hello_seconds: how long the engine may take for its first word.
            grace_seconds: how long it may take to end before it is killed.
        """
        self.finished = False
        """Whether `poll` or `events` has returned the last event."""
        self._command = command
        self._request = request
        self._hello_seconds = hello_seconds
        self._grace_seconds = grace_seconds
        self._events: queue.Queue[Message] = queue.Queue()
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._launched = threading.Event()
        self._cancelled = threading.Event()
        self._writing = threading.Lock()
        self._requested = False
        self._silent = False
        _in_background(self._run)

    def poll(self) -> List[Message]:
        """Return the events since the last call, at once."""
        events: List[Message] = []
        while not self.finished:
            try:
                events.append(self._events.get_nowait())
            except queue.Empty:
                break
            self.finished = events[-1]["event"] in LAST_EVENTS
        return events

    def events(self) -> Iterator[Message]:
        """Yield the events as they come, up to the last: for scripts, which may wait."""
        while not self.finished:
            event = self._events.get()
            self.finished = event["event"] in LAST_EVENTS
            yield event

    def cancel(self) -> None:
        """Ask the engine to stop, and kill it if it does not; the last event tells when."""
        if not self._cancelled.is_set():
            self._cancelled.set()
            _in_background(self._stop)

    def _run(self) -> None:
        """Start the engine, pass its events on, see it end."""
        try:
            if not self._command:
                raise FileNotFoundError("no program is known")
            self._process = process = start(self._command)
        except OSError as error:
            self._events.put(failures.missing(self._command, error))
            return
        finally:
            self._launched.set()
        tail: Deque[str] = deque(maxlen=TAIL_LINES)
        reader = _in_background(_keep_tail, process.stderr, tail)
        try:
            last = self._talk(process)
        except ProtocolError as error:
            process.kill()
            last = failures.other_version(error)
        status = _end(process, self._grace_seconds)
        reader.join(self._grace_seconds)
        _close(process.stdin)
        _close(process.stdout)
        self._events.put(last or self._failure(status, list(tail)))

    def _talk(self, process: "subprocess.Popen[bytes]") -> Optional[Message]:
        """Return the last event; None if the engine ended without one.

        Raises:
            ProtocolError: it says something that this side does not know.
        """
        assert process.stdout is not None
        silence = threading.Timer(self._hello_seconds, self._give_up, (process,))
        silence.daemon = True
        silence.start()
        line = process.stdout.readline()
        silence.cancel()
        if line:
            hello = decode_event(line)
            check_hello(hello)
            self._events.put(hello)
            self._ask(process)
        for line in iter(process.stdout.readline, b""):
            event = decode_event(line)
            if event["event"] in LAST_EVENTS:
                return event
            self._events.put(event)
        return None

    def _give_up(self, process: "subprocess.Popen[bytes]") -> None:
        """End a program that does not greet."""
        self._silent = True
        process.kill()

    def _ask(self, process: "subprocess.Popen[bytes]") -> None:
        """Send the request, unless it is not wanted any more."""
        with self._writing:
            if not self._cancelled.is_set():
                self._requested = True
                _write(process, self._request)

    def _stop(self) -> None:
        """Ask the engine to stop, by closing its stdin where it was not asked for anything yet."""
        self._launched.wait()
        process = self._process
        if process is None:
            return
        if self._writing.acquire(timeout=self._grace_seconds):
            if self._requested:
                _write(process, CANCEL)
            else:
                _close(process.stdin)
            self._writing.release()
        try:
            process.wait(self._grace_seconds)
        except subprocess.TimeoutExpired:
            process.kill()

    def _failure(self, status: int, last_words: List[str]) -> Message:
        """Return the error for an engine that ended without a last event."""
        if self._cancelled.is_set():
            return failures.stopped()
        if self._silent:
            return failures.silent(self._hello_seconds)
        return failures.died(status, last_words)


def _keep_tail(stream: "IO[bytes]", tail: "Deque[str]") -> None:
    """Keep the last lines of a stream."""
    with stream:
        for line in iter(stream.readline, b""):
            tail.append(line.decode("utf-8", "replace").rstrip())


def _end(process: "subprocess.Popen[bytes]", grace_seconds: float) -> int:
    """Wait for a process to end, kill it if it does not, and return its exit status."""
    try:
        process.wait(grace_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait()


def _write(process: "subprocess.Popen[bytes]", message: Message) -> None:
    """Send a message; an engine that is gone shows elsewhere."""
    assert process.stdin is not None
    try:
        process.stdin.write(encode(message))
        process.stdin.flush()
    except (OSError, ValueError):
        pass


def _close(stream: "Optional[IO[bytes]]") -> None:
    """Close a pipe, whatever is left in it."""
    try:
        if stream is not None:
            stream.close()
    except OSError:
        pass


def _in_background(work: Any, *arguments: Any) -> threading.Thread:
    """Start a thread that does not keep the host from ending."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread
