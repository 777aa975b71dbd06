"""Asking the engine what it is, without waiting for it."""

from typing import Any, Dict, List, Optional

from ...plugin.protocol import messages
from ..common import Engine, sentence


class EngineTest:
    """One question at a time; `step` takes what was answered."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.facts: Dict[str, Any] = {}
        """What the engine said of itself when it was tested last; empty before."""
        self.failure = ""
        """Why it could not be tested; "" if it could."""
        self._engine: Optional[Engine] = None

    @property
    def running(self) -> bool:
        """Whether an answer is waited for."""
        return self._engine is not None

    def start(self, command: List[str]) -> None:
        """Ask; what was known is forgotten."""
        self.stop()
        self.facts, self.failure = {}, ""
        self._engine = Engine(command, messages.request("describe"), grace_seconds=1)

    def step(self) -> bool:
        """Take what the engine said; return whether more is to come."""
        for event in self._engine.poll() if self._engine else ():
            self._take(event)
        return self.running

    def wait(self) -> None:
        """Take all that the engine says."""
        for event in self._engine.events() if self._engine else ():
            self._take(event)

    def stop(self) -> None:
        """Give the question up."""
        if self._engine is not None:
            self._engine.cancel()
            self._engine = None

    def _take(self, event: Dict[str, Any]) -> None:
        """Take one event."""
        if event["event"] == "done":
            self.facts, self._engine = event["result"], None
        elif event["event"] == "error":
            self.failure, self._engine = error_text(event), None


def error_text(event: Dict[str, Any]) -> str:
    """Return an error event as one sentence for people."""
    where = f"{event['path']}: " if event.get("path") else ""
    return where + sentence(event["message"], event.get("hint", ""))
