"""A web server on this machine that serves one file, as well or as badly as a test asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class WeightsServer(ThreadingHTTPServer):
    """Serves ``content`` under any path but those that mean something else."""

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = content
        self.tag = '"first"'
        self.breaks: list[int] = []
        """After how many bytes each of the next answers breaks off."""
        self.codes: list[int] = []
        """What each of the next answers says instead of the file."""
        self.missing_bytes = 0
        """By how much the promised length is too large."""
        self.ranges: list[str] = []
        """What was asked for, an entry for each request; "" is all of it."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: WeightsServer

    def do_GET(self) -> None:
        server, asked = self.server, self.headers.get("Range", "")
        server.ranges.append(asked)
        self.close_connection = True
        if server.codes:
            self.send_error(server.codes.pop(0))
        elif self.path.startswith("/login"):
            self._send(200, b"<html>Please log in</html>", "text/html; charset=utf-8", "")
        elif self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/login")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._file(asked)

    def _file(self, asked: str) -> None:
        content, start = self.server.content, 0
        if asked and self.headers.get("If-Range") == self.server.tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        if start >= len(content):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(content) + self.server.missing_bytes}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        part = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._send(206 if start else 200, content[start:], "application/octet-stream", part)

    def _send(self, code: int, body: bytes, kind: str, part: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + self.server.missing_bytes))
        if self.server.tag:
            self.send_header("ETag", self.server.tag)
        if code == 206:
            self.send_header("Content-Range", part)
        self.end_headers()
        stop = self.server.breaks.pop(0) if self.server.breaks else len(body)
        self.wfile.write(body[:stop])

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def serving(content: bytes) -> Iterator[WeightsServer]:
    """Run a server."""
    with WeightsServer(content) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
