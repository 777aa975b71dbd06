"""The room in headless Chromium, by mouse and by keyboard."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.mattes import read_mattes
from slowglass.core.media.images import read_picture
from tests.plugin.page.webdriver import (
    CONTROL,
    ENTER,
    ESCAPE,
    LEFT,
    RIGHT,
    Browser,
    wait_for,
)
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


def digests(result: Path) -> dict[str, str]:
    files = sorted(result.glob("slow.*.exr"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def wait_for_picture(browser: Browser, made_by: str) -> int:
    """Wait for the exact picture of this frame as it is now; return what is seen."""
    browser.wait(f"document.getElementById('made-by').textContent === {made_by!r}")
    browser.wait(f"/^made:[0-9]+:{WIDTH}:/.test({SHOWN})")
    browser.wait("document.getElementById('picture').dataset.exact === 'true'")
    return int(browser.run(SEEN))


def choose(browser: Browser, way: str) -> None:
    while browser.run("return document.getElementById('how').value") != way:
        browser.press("m")


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
        choose(browser, "blend")
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


def test_a_pair_is_clicked_made_again_and_given_back_by_mouse(
    browser: Browser, tmp_path: Path
) -> None:
    result = make_result(tmp_path, model="nearest")
    before = digests(result)
    with opened_room("review", str(result)) as address:
        browser.open(address)
        browser.wait("document.querySelectorAll('#pairs button').length === 4")
        browser.click("#pairs li:nth-child(3) button")
        seen = wait_for_picture(browser, "nearest")
        assert frame_of(browser) in (9, 10, 11)
        browser.click("#how option[value=blend]")
        browser.click("#redo")
        assert wait_for_picture(browser, "blend (mended)") != seen
        changed = {name for name, digest in digests(result).items() if digest != before[name]}
        assert changed == {"slow.0010.exr", "slow.0011.exr", "slow.0012.exr"}
        browser.click("#undo")
        assert wait_for_picture(browser, "nearest") == seen
        assert browser.complaints() == []
    assert digests(result) == before


def test_a_matte_is_drawn_keyed_and_mended_within(browser: Browser, tmp_path: Path) -> None:
    result = make_result(tmp_path, model="nearest")
    file = result / "slow.0003.exr"
    old = read_picture(file).layers[0].pixels
    with opened_room("review", str(result)) as address:
        browser.open(address)
        browser.wait(f"{SHOWN} !== undefined")
        browser.press(RIGHT, RIGHT, "t")
        place = browser.run(
            "return import('/static/geometry.js').then(({ placeOf }) => { const c = document"
            ".getElementById('picture'), p = placeOf(c); return [p.x / c.width, p.y / c.height,"
            "p.width / c.width, p.height / c.height]; })"
        )
        left, top, width, height = place
        corner, other = (left + width / 4, top + height / 4), (left + width / 2, top + height / 2)
        browser.drag("#picture", corner, other)
        browser.press(RIGHT)
        browser.chord(CONTROL, RIGHT)
        browser.press("n", "b")
        browser.wait("document.getElementById('matte-layer').length === 2")
        mattes_file = result / "slow.mattes.json"
        wait_for(lambda: mattes_file.exists() and len(read_mattes(mattes_file).layers) == 2, "save")
        browser.press(LEFT, "]", "p", ESCAPE)
        browser.wait("document.getElementById('matte-uses').checked")
        browser.screenshot(tmp_path / "matte.png")
        choose(browser, "blend")
        browser.press(ENTER)
        browser.wait("document.getElementById('made-by').textContent === 'blend (mended)'")
        assert browser.complaints() == []
    drawn = read_mattes(mattes_file).layers[0]
    assert (drawn.motion, [shape.kind for shape in drawn.shapes]) == ("alone", ["rectangle"])
    first, second = drawn.shapes[0].keys
    assert (first.position, second.position) == (Fraction(1, 2), Fraction(3, 4))
    np.testing.assert_allclose(first.points, [(32, 18), (64, 36)], atol=1)
    np.testing.assert_allclose(second.points, np.add(first.points, (4, 0)), atol=0.02)
    new = read_picture(file).layers[0].pixels
    changed = np.argwhere((new != old).any(2))
    assert len(changed) > 0
    assert (changed.min(0) >= [17, 31]).all()
    assert (changed.max(0) <= [36, 64]).all()
