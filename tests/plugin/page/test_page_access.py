"""Who gets in, by plain HTTP: always run, no browser needed."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from http.client import HTTPResponse

import pytest

from slowglass.plugin.page.server import page_server
from slowglass.plugin.page.watched import Watched

PATHS = ("/", "/static/progress.css", "/state", "/preview.jpg", "/cancel", "/other")


class Served:
    """A page and how often its user wanted to stop."""

    def __init__(self) -> None:
        self.cancels = 0
        self.watched = Watched()
        self.server = page_server(self.watched, self._cancel)
        self.port = int(self.server.host.partition(":")[2])
        self.token = self.server.access.token
        self.key = self.server.access.key

    def _cancel(self) -> None:
        self.cancels += 1

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def enter(self) -> str:
        """Spend the token; return the cookie."""
        answer, _ = self.ask(f"/?token={self.token}")
        assert (answer.status, answer.getheader("Location")) == (303, "/")
        return str(answer.getheader("Set-Cookie")).partition(";")[0]


@pytest.fixture
def served() -> Iterator[Served]:
    page = Served()
    page.server.start()
    yield page
    page.server.close()


def test_the_page_is_on_the_loopback_interface_only(served: Served) -> None:
    assert served.server.host == f"127.0.0.1:{served.port}"
    assert served.server.url.startswith(f"http://127.0.0.1:{served.port}/?token=")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_without_the_token(served: Served, path: str) -> None:
    for address in (path, f"{path}?token=", f"{path}?token=wrong"):
        assert served.ask(address)[0].status == 403
    assert served.ask(path, Cookie=f"slowglass_{served.port}=wrong")[0].status == 403
    assert served.ask(path, Cookie='a;b="é;;')[0].status == 403
    assert served.ask(path, "POST")[0].status == 403


def test_the_token_works_once_and_the_cookie_from_then_on(served: Served) -> None:
    cookie = served.enter()
    assert served.ask(f"/?token={served.token}")[0].status == 403
    for path in ("/", "/static/progress.css", "/static/progress.js", "/state"):
        assert served.ask(path, Cookie=cookie)[0].status == 200


def test_the_cookie_stays_with_this_site_and_away_from_scripts(served: Served) -> None:
    answer, _ = served.ask(f"/?token={served.token}")
    rules = str(answer.getheader("Set-Cookie")).split("; ")[1:]
    assert rules == ["Path=/", "HttpOnly", "SameSite=Strict"]


def test_a_foreign_name_that_leads_here_gets_nothing(served: Served) -> None:
    cookie = served.enter()
    for host in (f"evil.example:{served.port}", "127.0.0.1", f"localhost:{served.port}", ""):
        assert served.ask("/state", Cookie=cookie, Host=host)[0].status == 403
        assert served.ask(f"/?token={served.token}", Host=host)[0].status == 403


def test_another_page_gets_nothing(served: Served) -> None:
    cookie = served.enter()
    answer, _ = served.ask("/state", Cookie=cookie, Origin="http://127.0.0.1:1")
    assert answer.status == 403
    answer, _ = served.ask("/state", Cookie=cookie)
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_only_the_page_itself_can_cancel_and_only_once(served: Served) -> None:
    cookie = served.enter()
    key = {"X_Slowglass_Key": served.key}
    refused = [
        served.ask("/cancel", Cookie=cookie),
        served.ask(f"/cancel?token={served.token}", Cookie=cookie),
        served.ask("/cancel", Cookie=cookie, **key),
        served.ask("/cancel", "POST", Cookie=cookie),
        served.ask("/cancel", "POST", **key),
        served.ask("/cancel", "POST", Cookie=cookie, Origin="http://127.0.0.1:1", **key),
        served.ask("/cancel", "POST", Cookie=cookie, Host="evil.example", **key),
    ]
    assert [answer.status for answer, _ in refused] == [405, 405, 405, 403, 403, 403, 403]
    assert served.cancels == 0
    for _ in range(2):
        assert served.ask("/cancel", "POST", Cookie=cookie, **key)[0].status == 204
    assert served.cancels == 1


def test_a_run_that_is_over_cannot_be_cancelled(served: Served) -> None:
    cookie = served.enter()
    served.watched.take({"event": "end", "outcome": "placed", "next": ""})
    served.ask("/cancel", "POST", Cookie=cookie, X_Slowglass_Key=served.key)
    assert served.cancels == 0


@pytest.mark.parametrize(
    "path",
    [
        "/../watched.py",
        "/..%2fwatched.py",
        "/static/progress.html",
        "/static/..%2fserver.py",
        "//etc/passwd",
        "/etc/passwd",
        "/preview.jpg/../../server.py",
        "/static/progress.css%00.py",
        "/\\server.py",
    ],
)
def test_no_file_is_reached_by_a_path(served: Served, path: str) -> None:
    assert served.ask(path, Cookie=served.enter())[0].status == 404


def test_every_answer_says_that_nothing_foreign_may_run_or_keep_it(served: Served) -> None:
    cookie = served.enter()
    for path in ("/", "/state", "/nothing"):
        answer, body = served.ask(path, Cookie=cookie)
        policy = str(answer.getheader("Content-Security-Policy"))
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert answer.getheader("Cache-Control") == "no-store"
        assert b"http" not in body


def test_an_address_that_is_none_is_answered(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(b"GET http://[ HTTP/1.0\r\n\r\n")
        assert connection.recv(12)[9:10] == b"4"
