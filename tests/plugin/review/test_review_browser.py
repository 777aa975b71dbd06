"""The room in headless Chromium, by mouse and by keyboard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.page.webdriver import ENTER, Browser, find_browser
from tests.plugin.review.made_result import WIDTH, make_result
from tests.plugin.review.room_process import opened_room

pytestmark = pytest.mark.browser

SHOWN = "document.getElementById('picture').dataset.shown"
SEEN = """
const shown = document.getElementById('picture'), copy = document.createElement('canvas');
copy.width = shown.width; copy.height = shown.height;
const context = copy.getContext('2d', { willReadFrequently: true });
context.drawImage(shown, 0, 0);
const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
return pixels.reduce((hash, value) => (31 * hash + value) % 1000003, 7);
"""
"""A number that is another one if the picture on the screen is."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        pytest.skip("needs Chromium and chromedriver")
    window = Browser(*found)
    yield window
    window.close()


def digests(result: Path) -> dict[str, str]:
    files = sorted(result.glob("slow.*.exr"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def wait_for_picture(browser: Browser, made_by: str) -> int:
    """Wait for the exact picture of this frame as it is now; return what is seen."""
    browser.wait(f"document.getElementById('made-by').textContent === {made_by!r}")
    browser.wait(f"/^made:[0-9]+:{WIDTH}:/.test({SHOWN})")
    return int(browser.run(SEEN))


def frame_of(browser: Browser) -> int:
    return int(browser.run("return document.getElementById('strip').ariaValueNow"))


def test_a_bad_pair_is_found_made_again_and_given_back_by_keyboard_alone(
    browser: Browser, tmp_path: Path
) -> None:
    result = make_result(tmp_path)
    before = digests(result)
    with opened_room("review", str(result)) as address:
        browser.open(address)
        browser.wait(f"{SHOWN} !== undefined")
        browser.press("w")
        browser.wait("document.getElementById('strip').ariaValueNow !== '0'")
        assert "token" not in browser.url
        seen = wait_for_picture(browser, "flow")
        browser.press("s")
        while browser.run("return document.getElementById('how').value") != "blend":
            browser.press("m")
        browser.press(ENTER)
        assert wait_for_picture(browser, "blend (mended)") != seen
        first = frame_of(browser) // 4 * 4 + 1
        changed = {name for name, digest in digests(result).items() if digest != before[name]}
        assert changed == {f"slow.{k + 1:04}.exr" for k in range(first, first + 3)}
        browser.screenshot(tmp_path / "mended.png")
        browser.press("u")
        assert wait_for_picture(browser, "flow") == seen
        assert browser.complaints() == []
    assert digests(result) == before
