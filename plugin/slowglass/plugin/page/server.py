"""Serving the page on the loopback interface: a few fixed addresses, nothing from the disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from socketserver import ThreadingTCPServer
from typing import cast
from urllib.parse import parse_qs, urlsplit

from slowglass.plugin.page.access import KEY_HEADER, Access
from slowglass.plugin.page.watched import Watched

LOOPBACK = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = {
    "/page.css": "text/css; charset=utf-8",
    "/page.js": "text/javascript; charset=utf-8",
    "/page.svg": "image/svg+xml",
}
NO_ACCESS = "No access. The address that Slowglass opens works once, in one browser.\n"
ANSWER_SECONDS = 10.0
"""For a browser to say what it wants."""


class PageServer(ThreadingTCPServer):
    """The page of one run, on a port that the system chooses."""

    daemon_threads = True

    def __init__(self, watched: Watched, on_cancel: Callable[[], None]) -> None:
        """Take a port; `serve_forever` serves.

        Args:
            watched: what is shown.
            on_cancel: called once, when the user wants to stop.

        Raises:
            OSError: there is no port to be had.
        """
        super().__init__((LOOPBACK, 0), Handler)
        self.watched = watched
        self.on_cancel = on_cancel
        self.host = f"{LOOPBACK}:{self.server_address[1]}"
        self.access = Access(int(self.server_address[1]))

    @property
    def url(self) -> str:
        """The address for the browser; it works once."""
        return f"http://{self.host}/?token={self.access.token}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    timeout = ANSWER_SECONDS
    server_version = "Slowglass"
    sys_version = ""

    def do_GET(self) -> None:
        """Show something; a GET never changes anything but the token, which it spends."""
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._answer(400, "This is no address.\n")
            return
        token = parse_qs(address.query).get("token", [""])[0]
        if not self._is_for_us():
            self._answer(403, NO_ACCESS)
        elif address.path == "/" and self._page.access.spend(token):
            # The address with the token is left at once, and stands in no history.
            cookie = {"Set-Cookie": self._page.access.cookie}
            self._answer(303, "", more={**cookie, "Location": "/"})
        elif not self._page.access.knows_cookie(self.headers.get("Cookie", "")):
            self._answer(403, NO_ACCESS)
        else:
            self._show(address.path)

    def do_POST(self) -> None:
        """Stop the job; only our own page can send the key in a header."""
        access = self._page.access
        known = access.knows_cookie(self.headers.get("Cookie", "")) and access.knows_key(
            self.headers.get(KEY_HEADER, "")
        )
        if not self._is_for_us() or not known:
            self._answer(403, NO_ACCESS)
        elif self.path != "/cancel":
            self._answer(404, "There is no such address.\n")
        else:
            if self._page.watched.wants_to_stop():
                self._page.on_cancel()
            self._answer(204, "")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: stderr is for what goes wrong."""

    @property
    def _page(self) -> PageServer:
        return cast(PageServer, self.server)

    def _is_for_us(self) -> bool:
        """Return whether the request names us: a foreign name that leads here is an attack.

        What another page sends has another origin.
        """
        origin = self.headers.get("Origin", f"http://{self._page.host}")
        own = self.headers.get_all("Host", []) == [self._page.host]
        return own and origin == f"http://{self._page.host}"

    def _show(self, path: str) -> None:
        """Answer a browser that may see everything."""
        if path == "/":
            page = _file("page.html").replace("@KEY@", self._page.access.key)
            self._answer(200, page, "text/html; charset=utf-8")
        elif path in STATIC:
            self._answer(200, _file(path[1:]), STATIC[path])
        elif path == "/state":
            self._answer(200, json.dumps(self._page.watched.snapshot()), "application/json")
        elif path == "/preview.jpg":
            picture = self._page.watched.picture()
            status = 404 if picture is None else 200
            self._answer(status, picture or b"", "image/jpeg")
        else:
            self._answer(404, "There is no such address.\n")

    def _answer(
        self,
        status: int,
        body: str | bytes,
        kind: str = "text/plain; charset=utf-8",
        more: dict[str, str] | None = None,
    ) -> None:
        """Send an answer; a browser that is gone does not want it."""
        content = body.encode() if isinstance(body, str) else body
        try:
            self.send_response(status)
            for name, value in {**HEADERS, **(more or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True


def _file(name: str) -> str:
    """Return a file of the page."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
