"""The page's process: what it learns, what it tells, when it ends."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.media.images.frame import read_picture
from slowglass.core.media.images.thumbnail import display_codes
from slowglass.plugin.page.watched import MOST_LINES, Watched
from tests.core.media.image_files import made_frame
from tests.plugin.page.page_process import PageProcess, write_exr

CODE_OF_MIDDLE_GREY = 118
"""Of 0.18 by IEC 61966-2-1: 1.055 * 0.18 ** (1 / 2.4) - 0.055, times 255."""
CODE_OF_QUARTER = 137
"""Of 0.25, likewise."""
LINGERS_SECONDS = 15.0
"""More than the page stays after its end was seen, less than it waits for a browser."""


@pytest.fixture
def page() -> Iterator[PageProcess]:
    process = PageProcess()
    yield process
    process.close()


def state(opener: urllib.request.OpenerDirector, page: PageProcess) -> Any:
    with opener.open(page.url.partition("?")[0] + "state", timeout=10) as answer:
        return json.load(answer)


def test_a_page_that_saw_the_end_lets_the_process_end(page: PageProcess) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(page.url, timeout=10).close()
    page.tell("note", message="Zürich: 8 frames become 16")
    page.tell("unheard of")
    page.tell("end", outcome="placed", next="Go back.")
    while not (seen := state(opener, page))["outcome"]:
        time.sleep(0.01)
    assert (seen["notes"], seen["next"]) == (["Zürich: 8 frames become 16"], "Go back.")
    started = time.monotonic()
    assert page.end() == 0
    assert time.monotonic() - started < LINGERS_SECONDS
    with pytest.raises(urllib.error.URLError):
        state(opener, page)


def test_a_host_that_dies_is_told_of(page: PageProcess) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(page.url, timeout=10).close()
    assert page.process.stdin is not None
    page.process.stdin.close()
    while not (seen := state(opener, page))["outcome"]:
        time.sleep(0.01)
    assert seen["outcome"] == "lost"
    assert "whole are kept" in seen["next"]


def test_linear_light_is_shown_by_its_display_code(tmp_path: Path) -> None:
    frame = read_picture(write_exr(tmp_path / "a.exr", 0.18))
    codes = display_codes(frame, 160)
    assert codes.shape == (90, 160, 3)
    assert (codes[:, 30:] == CODE_OF_MIDDLE_GREY).all()
    assert (codes[:, :10] == 255).all()
    assert (display_codes(frame, 160, is_code=True)[:, 30:] == round(0.18 * 255)).all()


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    codes = display_codes(read_picture(write_exr(tmp_path / "a.exr", 1.0)), 4096)
    assert codes.shape == (180, 320, 3)
    assert (codes == np.uint8(255)).all()


def test_light_above_white_weighs_as_much_as_white_where_pixels_are_averaged() -> None:
    pixels = np.zeros((2, 4, 3), np.float16)
    pixels[0, 0], pixels[0, 2] = 100.0, np.inf
    codes = display_codes(made_frame(pixels, transfer="linear"), 2)
    assert (codes == CODE_OF_QUARTER).all()


def test_a_frame_that_cannot_be_shown_is_no_picture(tmp_path: Path) -> None:
    watched = Watched()
    assert watched.picture() is None
    (tmp_path / "bad.exr").write_bytes(b"no picture")
    watched.take({"event": "progress", "path": str(tmp_path / "bad.exr")})
    assert watched.picture() is None
    watched.take({"event": "progress", "path": str(write_exr(tmp_path / "a.exr", 0.5))})
    picture = watched.picture()
    assert picture is not None and picture.startswith(b"\xff\xd8")
    watched.take({"event": "progress", "path": None, "done": 3})
    assert watched.picture() is picture


def test_the_host_says_where_openexr_holds_display_code(tmp_path: Path) -> None:
    path = write_exr(tmp_path / "a.exr", 0.18)
    pictures = []
    for is_code in (False, True):
        watched = Watched()
        watched.take({"event": "clip", "name": "a", "display_code": is_code})
        watched.take({"event": "progress", "path": str(path)})
        (tmp_path / f"{is_code}.jpg").write_bytes(watched.picture() or b"")
        shown = read_picture(tmp_path / f"{is_code}.jpg").layers[0].pixels
        pictures.append(float(shown[90, 300].mean()))
    assert pictures == pytest.approx([CODE_OF_MIDDLE_GREY, 0.18 * 255], abs=2)


def test_a_long_run_keeps_few_lines() -> None:
    watched = Watched()
    for number in range(MOST_LINES + 5):
        watched.take({"event": "warning", "message": f"line {number}"})
    kept = watched.snapshot()["warnings"]
    assert (len(kept), kept[-1]) == (MOST_LINES, f"line {MOST_LINES + 4}")


def test_garbage_from_the_host_does_not_end_the_page(page: PageProcess) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(page.url, timeout=10).close()
    assert page.process.stdin is not None
    for line in (b"garbage", b"[]", b"{}", b'{"event": 5}', b"\xff", b"[" * 100_000):
        page.process.stdin.write(line + b"\n")
    page.tell("note", message="still here")
    page.tell("end", outcome="placed", next="Go back.")
    while not (seen := state(opener, page))["outcome"]:
        time.sleep(0.01)
    assert seen["notes"] == ["still here"]
