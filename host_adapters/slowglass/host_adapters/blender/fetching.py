"""Fetching weights that the engine offers, without waiting for them."""

from typing import Any, Dict, List, Optional

from ...plugin.protocol import messages
from ..common import Engine
from .engine_test import error_text


class Fetching:
    """One download at a time; `step` takes what the engine says of it."""

    def __init__(self) -> None:
        """Fetch nothing yet."""
        self.offer: Dict[str, Any] = {}
        """What is fetched, or was last."""
        self.done_bytes = 0
        self.failure = ""
        """Why the last one could not be had; "" if it could."""
        self._engine: Optional[Engine] = None

    @property
    def running(self) -> bool:
        """Whether a download is under way."""
        return self._engine is not None

    @property
    def progress(self) -> float:
        """How much of it is there, 0 to 1."""
        size: int = self.offer.get("size_bytes", 0)
        return self.done_bytes / size if size else 0.0

    def start(self, command: List[str], offer: Dict[str, Any]) -> None:
        """Fetch what the engine offered."""
        self.stop()
        self.offer, self.done_bytes, self.failure = offer, 0, ""
        request = messages.request("fetch", {"model": offer["name"]})
        self._engine = Engine(command, request)

    def step(self) -> bool:
        """Take what the engine said; return whether it has just been fetched."""
        return any([self._take(event) for event in self._engine.poll()] if self._engine else ())

    def wait(self) -> bool:
        """Take all that the engine says; return whether it was fetched."""
        return any([self._take(event) for event in self._engine.events()] if self._engine else ())

    def stop(self) -> None:
        """Give it up; nothing of it is kept."""
        if self._engine is not None:
            self._engine.cancel()
            self._engine = None

    def _take(self, event: Dict[str, Any]) -> bool:
        """Take one event; return whether it is the good end."""
        if event["event"] == "progress":
            self.done_bytes = event["done"]
        elif event["event"] == "error":
            self.failure, self._engine = error_text(event), None
        elif event["event"] == "done":
            self._engine = None
            return True
        return False
