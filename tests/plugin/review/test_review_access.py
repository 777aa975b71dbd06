"""Who gets into a room, by plain HTTP: always run, no browser needed."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from slowglass.plugin.review.result_room import ResultRoom
from slowglass.plugin.review.result_routes import result_routes
from slowglass.plugin.review.routes import room_routes
from slowglass.plugin.review.server import RoomServer
from tests.plugin.review.made_result import make_result

PATHS = (
    "/",
    "/static/main.js",
    "/api/room",
    "/api/state",
    "/api/heat/1",
    "/picture/proxy/made/1",
    "/picture/full/nearest/1",
    "/other",
)
ACTIONS = ("/api/redo", "/api/undo", "/api/stop")
NAME = "a<b>&amp;'\""


class Served:
    """A room over a small result, in this process."""

    def __init__(self, folder: Path) -> None:
        self.result = make_result(folder, NAME, "blend")
        pictures = folder / "pictures"
        pictures.mkdir()
        self.room = ResultRoom(str(self.result), pictures)
        routes = [*room_routes(self.room, lambda: None), *result_routes(self.room)]
        self.server = RoomServer("room.html", routes)
        self.server.start()
        self.key = self.server.access.key
        self.cookie = ""

    def close(self) -> None:
        self.server.close()
        self.room.close()

    def ask(
        self, path: str, method: str = "GET", body: Any = None, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        host, _, port = self.server.host.partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, headers=sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def status(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> int:
        return self.ask(path, method, body, **headers)[0].status


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    room = Served(tmp_path_factory.mktemp("review"))
    yield room
    room.close()


@pytest.fixture(scope="module")
def cookie(served: Served) -> str:
    token = served.server.access.token
    for path in ("/static/main.js", "/api/room"):
        assert served.status(f"{path}?token={token}") == 403
    answer, _ = served.ask(f"/?token={token}")
    assert (answer.status, answer.getheader("Location")) == (303, "/")
    assert served.status(f"/?token={token}") == 403
    given, *rules = str(answer.getheader("Set-Cookie")).split("; ")
    assert rules == ["Path=/", "HttpOnly", "SameSite=Strict"]
    return given


@pytest.mark.parametrize("path", (*PATHS, *ACTIONS))
def test_nothing_is_shown_or_done_without_the_token(served: Served, path: str) -> None:
    name = served.server.access.cookie_name
    for method in ("GET", "POST", "HEAD", "PUT", "OPTIONS"):
        for address in (path, f"{path}?token=", f"{path}?token=wrong"):
            assert served.status(address, method) == 403
        assert served.status(path, method, Cookie=f"{name}=wrong") == 403
        assert served.status(path, method, Cookie='a;b="é;;') == 403


def test_who_spent_the_token_sees_everything(served: Served, cookie: str) -> None:
    statuses = {path: served.status(path, Cookie=cookie) for path in PATHS}
    assert statuses == {**dict.fromkeys(PATHS, 200), "/other": 404}


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_name_or_page_gets_nothing(served: Served, cookie: str, path: str) -> None:
    port = served.server.host.partition(":")[2]
    for host in (f"evil.example:{port}", "127.0.0.1", f"localhost:{port}", ""):
        assert served.status(path, Cookie=cookie, Host=host) == 403
    for origin in ("http://127.0.0.1:1", "null", "https://evil.example"):
        assert served.status(path, Cookie=cookie, Origin=origin) == 403


@pytest.mark.parametrize("path", ACTIONS)
def test_only_the_page_itself_can_do_something(served: Served, cookie: str, path: str) -> None:
    key = {"X_Slowglass_Key": served.key}
    body = {"frames": [1], "how": "blend", "task": 1}
    refused = [
        served.status(path, "POST", body, Cookie=cookie),
        served.status(path, "POST", body, **key),
        served.status(path, "POST", body, Cookie=cookie, X_Slowglass_Key="wrong"),
        served.status(path, "POST", body, Cookie=cookie, Origin="http://127.0.0.1:1", **key),
        served.status(path, "POST", body, Cookie=cookie, Host="evil.example", **key),
    ]
    assert refused == [403] * len(refused)
    assert served.status(path, Cookie=cookie, **key) == 405
    assert served.room.tasks.to_json() == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/server.py",
        "/static//etc/passwd",
        "/static/room.html",
        "/static/__init__.py",
        "/static/main.js%00.py",
        "//etc/passwd",
        "/picture/proxy/..%2f..%2fetc/1",
        "/picture/..%2f..%2fetc/made/1",
        "/picture/proxy/made/..%2f1",
        "/picture/proxy/made/-1",
        "/picture/proxy/made/100000",
        "/picture/huge/made/1",
        "/picture/full/before/1",
        "/picture/full/model:..%2f..%2fetc%2fpasswd/1",
    ],
)
def test_no_file_is_reached_by_a_path(served: Served, cookie: str, path: str) -> None:
    assert served.status(path, Cookie=cookie) in (400, 404)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"frames": [], "how": "blend"},
        {"frames": [10**9], "how": "blend"},
        {"frames": [-1], "how": "blend"},
        {"frames": "x", "how": "blend"},
        {"frames": [1, [2]], "how": "blend"},
        {"frames": [1]},
        {"frames": [1], "how": 3},
        {"frames": [1], "how": "../../other.safetensors"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    served: Served, cookie: str, body: Any
) -> None:
    answer, text = served.ask("/api/redo", "POST", body, Cookie=cookie, X_Slowglass_Key=served.key)
    assert answer.status == 400
    assert text.strip()
    assert served.room.tasks.to_json() == []


def test_too_much_is_not_read(served: Served, cookie: str) -> None:
    body = {"frames": [0] * 3_000_000}
    status = served.status("/api/redo", "POST", body, Cookie=cookie, X_Slowglass_Key=served.key)
    assert status == 413


def test_every_answer_says_that_nothing_foreign_may_run_or_keep_it(
    served: Served, cookie: str
) -> None:
    for path in (*PATHS, *ACTIONS):
        for headers in ({}, {"Cookie": cookie}):
            answer, _ = served.ask(path, **headers)
            policy = str(answer.getheader("Content-Security-Policy"))
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
            assert "frame-ancestors 'none'" in policy
            assert answer.getheader("Cache-Control") == "no-store"
            assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_the_page_holds_no_address_but_its_own(served: Served) -> None:
    folder = Path(__file__).parents[3] / "plugin/slowglass/plugin/review/static"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    texts["icon.svg"] = texts["icon.svg"].replace("http://www.w3.org/2000/svg", "")
    assert [name for name, text in texts.items() if "://" in text] == []


def test_markup_in_names_goes_out_as_data(served: Served, cookie: str) -> None:
    answer, text = served.ask("/api/room", Cookie=cookie)
    assert answer.getheader("Content-Type") == "application/json"
    assert json.loads(text)["name"] == f"{NAME}.####.exr"
    assert NAME not in served.ask("/", Cookie=cookie)[1].decode()
    folder = Path(__file__).parents[3] / "plugin/slowglass/plugin/review/static"
    scripts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    assert not any(
        word in scripts for word in ("innerHTML", "outerHTML", "insertAdjacent", "eval(")
    )


def test_an_address_that_is_none_is_answered(served: Served) -> None:
    host, _, port = served.server.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET http://[ HTTP/1.0\r\n\r\n")
        assert connection.recv(12)[9:10] == b"4"
