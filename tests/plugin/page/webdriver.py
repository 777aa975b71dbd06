"""Headless Chromium by the WebDriver protocol, with the standard library alone."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element's reference. Source: W3C WebDriver, section 12.1."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LEFT, UP, RIGHT, DOWN = "\ue012", "\ue013", "\ue014", "\ue015"
SHIFT, CONTROL = "\ue008", "\ue009"
ENTER, ESCAPE, SPACE, HOME, END, DELETE = "\ue007", "\ue00c", " ", "\ue011", "\ue010", "\ue017"
START_SECONDS = WAIT_SECONDS = 30.0


def find_browser() -> tuple[str, str] | None:
    """Return Chromium and its driver; None: one of them is not installed."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One window."""

    def __init__(self, browser: str, driver: str) -> None:
        self._driver = subprocess.Popen(
            [driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._driver.stdout is not None
        line = next(line for line in self._driver.stdout if "started successfully" in line)
        port = line.rpartition("port ")[2].strip(" .\n")
        self._base = f"http://127.0.0.1:{port}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1100,1000"]
        options = {"binary": browser, "args": arguments}
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        try:
            answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        except OSError:
            self._end_driver()
            raise
        self._session = f"/session/{answer['sessionId']}"

    def close(self) -> None:
        self._ask("DELETE", self._session)
        self._end_driver()

    def _end_driver(self) -> None:
        self._driver.terminate()
        self._driver.wait()
        assert self._driver.stdout is not None
        self._driver.stdout.close()

    def open(self, url: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": url})

    @property
    def url(self) -> str:
        return str(self._ask("GET", f"{self._session}/url"))

    def run(self, script: str) -> Any:
        """Return what a script of the page returns."""
        document = {"script": script, "args": []}
        return self._ask("POST", f"{self._session}/execute/sync", document)

    def text(self, selector: str) -> str:
        return str(self.run(f"return document.querySelector({selector!r}).innerText"))

    def click(self, selector: str) -> None:
        """Click as a mouse does: on what is seen there."""
        query = {"using": "css selector", "value": selector}
        element = self._ask("POST", f"{self._session}/element", query)[ELEMENT]
        self._ask("POST", f"{self._session}/element/{element}/click", {})

    def press(self, *keys: str) -> None:
        """Press keys one after another, as W3C WebDriver names them (section 17.4.2)."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._ask("POST", f"{self._session}/actions", {"actions": actions})

    def chord(self, *keys: str) -> None:
        """Press keys together, as with shift held."""
        strokes = [{"type": "keyDown", "value": key} for key in keys]
        strokes += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._ask("POST", f"{self._session}/actions", {"actions": actions})

    def drag(self, selector: str, *points: tuple[float, float]) -> None:
        """Drag the mouse from point to point, each a part of the element's width and height."""
        box = self.run(
            f"const b = document.querySelector({selector!r}).getBoundingClientRect();"
            "return [b.left, b.top, b.width, b.height]"
        )
        places = [(round(box[0] + x * box[2]), round(box[1] + y * box[3])) for x, y in points]
        moves = [{"type": "pointerMove", "x": x, "y": y, "duration": 20} for x, y in places]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        actions = [{"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]}]
        self._ask("POST", f"{self._session}/actions", {"actions": actions})

    def forget_cookies(self) -> None:
        self._ask("DELETE", f"{self._session}/cookie")

    def complaints(self) -> list[str]:
        """What the browser's console holds since the last call."""
        entries = self._ask("POST", f"{self._session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries]

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("GET", f"{self._session}/screenshot")))

    def wait(self, script: str) -> None:
        """Wait until a script returns something true."""
        wait_for(lambda: self.run(f"return {script}"), script)

    def _ask(self, method: str, path: str, document: Any = None) -> Any:
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self._base + path, body, method=method)
        with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
            return json.load(answer)["value"]


def wait_for(happened: Callable[[], Any], what: str) -> None:
    """Wait until something is true.

    Raises:
        TimeoutError: it does not become so.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
