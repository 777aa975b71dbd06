"""How the adapter talks with the user; the console does where there is nothing better."""

import sys
from typing import Any, Dict, Optional

from ..common import Refusal, sentence

MENU = "Workspace > Scripts > Slowglass (or Utility > Slowglass)"
"""Where the entries are; versions differ in it."""
PERCENT_BETWEEN_LINES = 10
"""Of the frames, on the console."""


class Ui:
    """What the adapter asks of a user interface; this one writes lines to Resolve's console."""

    def __init__(self) -> None:
        """Begin with no line written."""
        self._last_step: Optional[int] = None

    def say(self, text: str) -> None:
        """Tell the user something, one line."""
        self.write(text)

    def write(self, text: str) -> None:
        """Write a line to the console, and nowhere else; one that fails is no reason to stop.

        What a script of Resolve has for stdout is a module with ``write`` alone. It takes every
        letter, and works in the thread of the script only: nothing here may be called from another.
        """
        line = f"Slowglass: {text}\n"
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        try:
            # A console that cannot write a name shows ? for its letters.
            sys.stdout.write(line.encode(encoding, "replace").decode(encoding))
            flush = getattr(sys.stdout, "flush", None)
            if callable(flush):
                flush()
        except Exception:
            pass

    def warn(self, text: str) -> None:
        """Tell the user of an assumption, a fallback or a loss."""
        self.say(text)

    def refuse(self, reason: Refusal) -> None:
        """Say why something is not done, and what the user can do."""
        self.warn(f"{sentence(str(reason), reason.hint)}.")

    def begin(self, name: str, number: int, count: int, display_code: bool) -> None:
        """Take note of what is made now, of how many; the console was told already.

        Args:
            name: of the result.
            number: from 1.
            count: of all results.
            display_code: whether the frames hold what a screen shows, and not linear light.
        """

    def end(self, placed: int, wanted: int) -> None:
        """Take note that nothing more comes; the console was told how each clip fared.

        Args:
            placed: how many results were placed.
            wanted: how many were to be; 0: nothing was begun.
        """

    def progress(self, event: Dict[str, Any]) -> None:
        """Show how far the engine is.

        Args:
            event: ``progress`` of docs/protocol.md: ``stage``, ``done``, ``total``, ``path`` of the
                newest frame or None, ``eta_seconds`` or None.
        """
        if event.get("stage") != "make" or not event.get("total"):
            return
        step = 100 * event["done"] // event["total"] // PERCENT_BETWEEN_LINES
        if step != self._last_step:
            self._last_step = step
            eta = event.get("eta_seconds")
            left = "" if eta is None else f", {eta:.0f} s left"
            self.write(f"{event['done']} of {event['total']} frames{left}")

    def ask(self, question: str, default: bool) -> bool:
        """Return the answer to a question with yes or no; the console says what it takes."""
        self.say(f"{question} Taken for {'yes' if default else 'no'}.")
        return default

    def cancelled(self) -> bool:
        """Return whether the user wants to stop; asked ten times a second."""
        return False
