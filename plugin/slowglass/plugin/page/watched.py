"""What the page shows: kept from the events of a host."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import Any

from slowglass.core.errors import SlowglassError

LARGEST_SIDE = 960
"""Of the preview, in pixels."""
MOST_LINES = 200
"""Kept of notes and of warnings: memory must not grow with the length of a run."""
LOST = "The script in the editor ended before the work did. Frames that are whole are kept."


class Watched:
    """A run of a host as far as it is known; several threads may ask."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.end_was_seen = False
        """Whether a page has fetched how it ended."""
        self.browser_comes = True
        """Whether one is there, or was started: somebody will see the end."""
        self._lock = threading.Lock()
        self._picture_lock = threading.Lock()
        self._seen: dict[str, Any] = {
            "name": "",
            "number": 1,
            "count": 1,
            "stage": "",
            "done": 0,
            "total": 0,
            "eta_seconds": None,
            "frame": "",
            "cancelling": False,
            "outcome": "",
            "next": "",
        }
        self._notes: deque[str] = deque(maxlen=MOST_LINES)
        self._warnings: deque[str] = deque(maxlen=MOST_LINES)
        self._path = ""
        self._is_code = False
        self._picture: tuple[str, bytes] = ("", b"")

    def take(self, event: dict[str, Any]) -> None:
        """Learn from an event; one of an unknown kind is none of ours."""
        with self._lock:
            kind = event["event"]
            if kind == "clip":
                self._seen.update(stage="", done=0, total=0, eta_seconds=None)
                self._learn(event, "name", "number", "count")
                self._is_code = event.get("display_code") is True
            elif kind == "progress":
                self._learn(event, "stage", "done", "total", "eta_seconds")
                self._path = str(event.get("path") or self._path)
                self._seen["frame"] = Path(self._path).name
            elif kind == "note":
                self._notes.append(str(event.get("message", "")))
            elif kind == "warning":
                self._warnings.append(str(event.get("message", "")))
            elif kind == "end":
                self._learn(event, "outcome", "next")

    def wants_to_stop(self) -> bool:
        """Note the wish to stop; return whether it is a new one, and there is something to stop."""
        with self._lock:
            new = not self._seen["cancelling"] and not self._seen["outcome"]
            self._seen["cancelling"] = self._seen["cancelling"] or new
            return new

    def host_is_gone(self) -> None:
        """Note that no more events come; without an ``end`` something went wrong."""
        with self._lock:
            if not self._seen["outcome"]:
                self._seen.update(outcome="lost", next=LOST)

    def snapshot(self) -> dict[str, Any]:
        """Return all that the page shows but the picture, as plain JSON values."""
        with self._lock:
            self.browser_comes = True
            self.end_was_seen = self.end_was_seen or bool(self._seen["outcome"])
            return {**self._seen, "notes": list(self._notes), "warnings": list(self._warnings)}

    def picture(self) -> bytes | None:
        """Return a JPEG of the newest frame; None: there is none that can be shown."""
        with self._lock:
            path, is_code = self._path, self._is_code
        if not path:
            return None
        with self._picture_lock:
            if self._picture[0] != path:
                from slowglass.core.media.images import thumbnail_jpeg

                try:
                    picture = thumbnail_jpeg(Path(path), LARGEST_SIDE, is_code)
                except (SlowglassError, OSError):
                    return None
                self._picture = (path, picture)
            return self._picture[1]

    def _learn(self, event: dict[str, Any], *names: str) -> None:
        """Keep some keys of an event, where it has them."""
        self._seen.update((name, event[name]) for name in names if name in event)
