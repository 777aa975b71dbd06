"""The user interface of a run: the console, and a page in the browser once there is work."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from ..ui import Ui
from .page import Page

OpenPage = Callable[[], Page]
"""Starts a page."""

NEXT = {
    "placed": "Go back to DaVinci Resolve; below is said where the results lie. This page can be "
    "closed.",
    "failed": "Below is said why, and what to do. Finished frames are kept; to place them: "
    "Workspace > Scripts > Slowglass > Place finished frames.",
    "stopped": "What was stopped was not placed. The same entry of the menu starts it again.",
}


class PageUi(Ui):
    """Says everything twice: on the console, which always works, and on the page."""

    def __init__(self, open_page: OpenPage) -> None:
        """Begin without a page: a refusal needs none."""
        super().__init__()
        self._open_page = open_page
        self._page: Optional[Page] = None
        self._before: List[Tuple[str, str]] = []
        self._address = ""

    def say(self, text: str) -> None:
        """Tell the user something, one line."""
        self.write(text)
        self._tell_line("note", text)

    def warn(self, text: str) -> None:
        """Tell the user of an assumption, a fallback or a loss."""
        self.write(text)
        self._tell_line("warning", text)

    def begin(self, name: str, number: int, count: int, display_code: bool) -> None:
        """Show what is made now; the first time, open the page."""
        if self._page is None:
            self._page = self._open_page()
            for event, text in self._before:
                self._page.tell(event, message=text)
        self._page.tell("clip", name=name, number=number, count=count, display_code=display_code)

    def progress(self, event: Dict[str, Any]) -> None:
        """Show how far the engine is."""
        super().progress(event)
        self._tell_address()
        if self._page is not None:
            self._page.tell(**event)

    def cancelled(self) -> bool:
        """Return whether the user has pressed Cancel on the page."""
        self._tell_address()
        return self._page is not None and self._page.wants_to_stop

    def end(self, placed: int, wanted: int) -> None:
        """Show how it ended, and what the user can do now."""
        if self._page is None:
            return
        outcome = "stopped" if self.cancelled() else "failed"
        outcome = "placed" if placed == wanted else outcome
        self._page.tell("end", outcome=outcome, next=NEXT[outcome])
        self._page.close()

    def _tell_line(self, event: str, text: str) -> None:
        """Show a line on the page, or keep it until there is one."""
        if self._page is None:
            self._before.append((event, text))
        else:
            self._page.tell(event, message=text)

    def _tell_address(self) -> None:
        """Say once where the page is, as soon as it is known, for where no browser comes."""
        if self._page is not None and self._page.url and not self._address:
            self._address = self._page.url
            self.write(f"Progress, preview and Cancel are in the browser: {self._address}")
