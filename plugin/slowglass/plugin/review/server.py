"""Serving a room on the loopback interface, for as long as somebody looks at it."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Sequence
from importlib.resources import files

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.plugin.review.access import Access
from slowglass.plugin.review.guard import Guard

LOOPBACK = "127.0.0.1"
STATIC = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
STOP_SECONDS = 60.0
"""For a busy machine; where nobody waits for a picture it is a moment."""


class RoomServer:
    """One page and what belongs to it, on a port that the system chooses."""

    def __init__(self, page: str, routes: Sequence[BaseRoute]) -> None:
        """Take a port; `start` serves.

        Args:
            page: name of the HTML file in ``static`` that is shown.
            routes: what the page asks for.

        Raises:
            OSError: there is no port to be had.
        """
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((LOOPBACK, 0))
        port = self._socket.getsockname()[1]
        self.host = f"{LOOPBACK}:{port}"
        self.access = Access(port)
        own = [Route("/", self._page), Route("/static/{name}", _static), *routes]
        app = Starlette(routes=own, exception_handlers={HTTPException: _plainly})
        self._page_file = page
        config = uvicorn.Config(
            Guard(app, self.access, self.host),
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """The address for the browser; it works once."""
        return f"http://{self.host}/?token={self.access.token}"

    def start(self) -> None:
        """Serve from a thread of its own."""
        self._socket.listen()
        self._thread.start()

    def close(self) -> None:
        """Stop serving; pages that still wait for a picture are no error."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])

    def _page(self, request: Request) -> Response:
        """Answer with the page, which knows the key that changes need."""
        page = _file(self._page_file).replace("@KEY@", self.access.key)
        return Response(page, media_type="text/html; charset=utf-8")


def _static(request: Request) -> Response:
    """Answer with a file of the page: one that is listed in the package, by its very name."""
    name = request.path_params["name"]
    suffix = name[name.rfind(".") :]
    if suffix in STATIC and name in STATIC_FILES:
        return Response(_file(name), media_type=STATIC[suffix])
    raise HTTPException(404)


def _plainly(request: Request, error: Exception) -> Response:
    """Say what is wrong without a word of what was asked for."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return PlainTextResponse(f"{detail}\n", status)


def _file(name: str) -> str:
    """Return a file of the page."""
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


STATIC_FILES = frozenset(one.name for one in files(__package__).joinpath("static").iterdir())
"""What there is; a name that is none of these leads nowhere."""
