"""Opening a room: served, shown in the browser, and closed when nobody looks any more."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Callable
from pathlib import Path

from starlette.routing import BaseRoute

from slowglass.core.atomic import temporary_folder
from slowglass.plugin.review.result_room import ResultRoom
from slowglass.plugin.review.result_routes import result_routes
from slowglass.plugin.review.room import Room
from slowglass.plugin.review.routes import room_routes
from slowglass.plugin.review.server import RoomServer
from slowglass.plugin.review.speed import ClipRoom, Sheet, clip_routes

LONELY_SECONDS = 600.0
"""Without a page that asks, once one did; browsers let hidden pages ask once a minute."""
UNSEEN_SECONDS = 3600.0
"""For somebody to come at all."""
LOOK_SECONDS = 0.5


def review_result(
    output: str, on_url: Callable[[str], None], *, opens_browser: bool = True
) -> None:
    """Show a result until nobody looks at it any more.

    Args:
        output: a movie, a pattern, one frame, or a folder.
        on_url: told the address, which works once.
        opens_browser: whether to show it there.

    Raises:
        InputError: there is no such result.
    """
    with temporary_folder() as folder:
        room = ResultRoom(output, folder)
        _serve(room, result_routes(room), on_url, opens_browser)


def open_clip(
    sheet: Sheet,
    on_url: Callable[[str], None],
    on_saved: Callable[[Path], None],
    *,
    opens_browser: bool = True,
) -> None:
    """Show a clip, and let its speed be drawn, until nobody looks at it any more.

    Args:
        sheet: the clip, or what a host shows of it, and where the drawing is kept.
        on_url: told the address, which works once.
        on_saved: told the file whenever the drawing was saved.
        opens_browser: whether to show it there.

    Raises:
        InputError: the clip cannot be read.
        TimeMapError: the file holds a map that was not drawn.
    """
    with temporary_folder() as folder:
        room = ClipRoom(sheet, folder)
        _serve(room, clip_routes(room, on_saved), on_url, opens_browser)


def _serve(
    room: Room, routes: list[BaseRoute], on_url: Callable[[str], None], opens_browser: bool
) -> None:
    """Serve a room until it is left."""
    visit = _Visit()
    server = RoomServer("room.html", [*room_routes(room, visit.note), *routes])
    room.start()
    server.start()
    try:
        on_url(server.url)
        if opens_browser:
            webbrowser.open(server.url)
        while not visit.is_over:
            time.sleep(LOOK_SECONDS)
    finally:
        room.close()  # first: whoever waits for its engine is answered then
        server.close()


class _Visit:
    """Whether somebody is there."""

    def __init__(self) -> None:
        self._until = time.monotonic() + UNSEEN_SECONDS

    def note(self) -> None:
        """Learn that the page has asked."""
        self._until = time.monotonic() + LONELY_SECONDS

    @property
    def is_over(self) -> bool:
        """Whether nobody will ask any more."""
        return time.monotonic() > self._until
