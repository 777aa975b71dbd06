"""The user interface of a run: the console, and a page in the browser, where people look."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from ..jobs import PLACE_LATER
from ..ui import MENU, Ui
from .notice import show_notice
from .page import Page

OpenPage = Callable[[], Page]
"""Starts a page."""

ADDRESS_SECONDS = 10.0
"""For the page to say where it is, when the script has nothing left to do."""
NEXT = {
    "placed": "Go back to DaVinci Resolve; below is said where the results lie. This page can be "
    "closed.",
    "failed": "Below is said why, and what to do. Finished frames are kept; to place them: "
    f"{MENU} > {PLACE_LATER}.",
    "refused": "Below is said why, and what to do.",
    "stopped": "What was stopped was not placed. The same entry of the menu starts it again.",
}


class PageUi(Ui):
    """Says everything twice: on the console, which is there at once, and on the page."""

    def __init__(self, open_page: OpenPage) -> None:
        """Begin without a page: as long as nothing is made or refused nobody waits for one."""
        super().__init__()
        self._open_page = open_page
        self._page: Optional[Page] = None
        self._lines: List[Tuple[str, str]] = []
        self._address = ""
        self._has_begun = False

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
        self._has_begun = True
        page = self._shown_page()
        page.tell("clip", name=name, number=number, count=count, display_code=display_code)

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
        """Show how it ended, and what the user can do now.

        A refusal is shown as well: without a page it would look as if nothing had happened.
        """
        if not wanted and not any(event == "warning" for event, _ in self._lines):
            return
        page = self._shown_page()
        outcome = self._outcome(placed, wanted)
        page.tell("end", outcome=outcome, next=NEXT[outcome])
        page.close()
        if page.wait_for_address(ADDRESS_SECONDS):
            self._tell_address()
        else:
            show_notice([text for _, text in self._lines])

    def _tell_line(self, event: str, text: str) -> None:
        """Show a line on the page, and keep it for one that is still to come."""
        self._lines.append((event, text))
        if self._page is not None:
            self._page.tell(event, message=text)

    def _shown_page(self) -> Page:
        """Return the page; the first time, open it and tell it what was said before."""
        if self._page is None:
            self._page = self._open_page()
            for event, text in self._lines:
                self._page.tell(event, message=text)
        return self._page

    def _outcome(self, placed: int, wanted: int) -> str:
        """Return how the run ended, one of `NEXT`."""
        if self.cancelled():
            return "stopped"
        if wanted and placed == wanted:
            return "placed"
        return "failed" if self._has_begun else "refused"

    def _tell_address(self) -> None:
        """Say once where the page is, as soon as it is known, for where no browser comes."""
        if self._page is not None and self._page.url and not self._address:
            self._address = self._page.url
            self.write(f"Progress, preview and Cancel are in the browser: {self._address}")
