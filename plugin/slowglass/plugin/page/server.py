"""The progress page as a room: the same server and guard, a page of its own."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from slowglass.plugin.page.watched import Watched
from slowglass.plugin.review import RoomServer


def page_server(watched: Watched, on_cancel: Callable[[], None]) -> RoomServer:
    """Return the server of one run's page; `RoomServer.start` serves.

    Args:
        watched: what is shown.
        on_cancel: called once, when the user wants to stop.

    Raises:
        OSError: there is no port to be had.
    """

    def state(request: Request) -> Response:
        return JSONResponse(watched.snapshot())

    def preview(request: Request) -> Response:
        picture = watched.picture()
        return Response(picture or b"", 404 if picture is None else 200, media_type="image/jpeg")

    def cancel(request: Request) -> Response:
        if watched.wants_to_stop():
            on_cancel()
        return Response(status_code=204)

    routes = [
        Route("/state", state),
        Route("/preview.jpg", preview),
        Route("/cancel", cancel, methods=["POST"]),
    ]
    return RoomServer("progress.html", routes)
