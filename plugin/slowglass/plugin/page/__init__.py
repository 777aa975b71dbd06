"""The progress page: what a job does, in the browser, for hosts that can show little themselves.

A process of the engine's own side, started by a host beside the worker: it serves one page on the
loopback interface, learns what happens from stdin and tells of the user's wish to stop on stdout
(docs/protocol.md). `watched` holds what the page shows; `server` serves it, as `review` does rooms.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from typing import NoReturn

from slowglass.plugin.page.server import page_server
from slowglass.plugin.page.watched import Watched
from slowglass.plugin.pipes import take_pipes
from slowglass.plugin.protocol.messages import CANCEL, Message, encode

__all__ = ["main"]

OPENING_SECONDS = 30.0
"""For a browser to come, when the work is over before it did."""
LINGER_SECONDS = 2.0
"""For the newest picture, once the page has seen how it ended."""


def main() -> NoReturn:
    """Serve the page of one run of a host, until it is over and the page knows."""
    incoming, outgoing = take_pipes()
    watched = Watched()
    server = page_server(watched, lambda: _tell(outgoing, CANCEL))
    server.start()
    _tell(outgoing, {"event": "hello", "url": server.url})
    opening = threading.Thread(target=_open_browser, args=(server.url, watched), daemon=True)
    opening.start()
    with os.fdopen(incoming, "rb") as host:
        for line in host:
            _take(watched, line)
    watched.host_is_gone()
    _wait_for_page(watched)
    os._exit(0)


def _take(watched: Watched, line: bytes) -> None:
    """Learn from a line of the host; one that is no event must not end the page."""
    try:
        event = json.loads(line)
        known = isinstance(event, dict) and isinstance(event.get("event"), str)
    except (ValueError, RecursionError):
        known = False
    if known:
        watched.take(event)
    else:
        sys.stderr.write(f"slowglass page: expected an event, got {line[:80]!r}\n")


def _open_browser(url: str, watched: Watched) -> None:
    """Open the page in the user's browser; where there is none, it is not waited for."""
    watched.browser_comes = webbrowser.open(url)


def _tell(outgoing: int, message: Message) -> None:
    """Say something to the host, which may be gone."""
    with suppress(OSError):
        os.write(outgoing, encode(message))


def _wait_for_page(watched: Watched) -> None:
    """Wait until the page has shown the end, or nobody looks."""
    deadline = time.monotonic() + OPENING_SECONDS
    while watched.browser_comes and not watched.end_was_seen and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(LINGER_SECONDS if watched.end_was_seen else 0)
